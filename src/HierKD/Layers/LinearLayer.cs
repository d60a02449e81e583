using TorchSharp.Modules;

namespace HierKD;

/// <summary>A linear layer: weight <c>[out, in]</c>, bias <c>[out]</c>.</summary>
internal sealed class LinearLayer(string name, Linear linear) : PrunableLayer(name, linear)
{
    public override LayerRole Role => LayerRole.Mixing;

    public override long Outputs { get; } = linear.out_features;

    public override long Inputs { get; } = linear.in_features;

    public override IReadOnlyList<LayerTensor> Tensors
    {
        get
        {
            var weight = new LayerTensor("weight", linear.weight!, 0, 1);
            return linear.bias is { } bias ? [weight, new LayerTensor("bias", bias, 0, null)] : [weight];
        }
    }

    public override void SetShape(long outputs, long inputs)
    {
        linear.out_features = outputs;
        linear.in_features = inputs;
    }

    public override long Positions(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape)
    {
        var positions = 1L;
        foreach (var size in outputShape[1..^1])
        {
            positions *= size;
        }
        return positions;
    }
}
