using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A linear layer: weight <c>[out, in]</c>, bias <c>[out]</c>.</summary>
internal sealed class LinearLayer(string name, Linear linear) : ModuleLayer(name, linear)
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

    public override int ChannelAxis(int rank) => rank - 1;

    public override long Positions(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape) => Product(outputShape[..^1]);

    public override Tensor Apply(Tensor input, IReadOnlyList<Tensor> values) =>
        nn.functional.linear(input, values[0], values.Count > 1 ? values[1] : null);
}
