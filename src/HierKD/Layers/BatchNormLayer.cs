using TorchSharp.Modules;

namespace HierKD;

/// <summary>A batch normalisation: scale, shift and running statistics, each <c>[C]</c>.</summary>
internal sealed class BatchNormLayer(string name, BatchNorm norm) : PrunableLayer(name, norm)
{
    public override LayerRole Role => LayerRole.Carrier;

    public override long Outputs { get; } = norm.num_features;

    public override long Inputs { get; } = norm.num_features;

    public override IReadOnlyList<LayerTensor> Tensors
    {
        get
        {
            List<LayerTensor> tensors = [];
            if (norm.weight is { } weight) tensors.Add(new LayerTensor("weight", weight, 0, null));
            if (norm.bias is { } bias) tensors.Add(new LayerTensor("bias", bias, 0, null));
            if (norm.running_mean is { } mean) tensors.Add(new LayerTensor("running_mean", mean, 0, null, IsBuffer: true));
            if (norm.running_var is { } variance) tensors.Add(new LayerTensor("running_var", variance, 0, null, IsBuffer: true));
            return tensors;
        }
    }

    public override void SetShape(long outputs, long inputs) => ShapeProperties.Set(norm, outputs);

    public override long Positions(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape) => 0;
}
