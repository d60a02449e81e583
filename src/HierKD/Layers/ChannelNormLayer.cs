using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// A normalisation of each channel by itself, over batch or positions: scale, shift and running statistics, each <c>[C]</c>.
/// </summary>
internal abstract class ChannelNormLayer(string name, NormBase norm) : ModuleLayer(name, norm)
{
    public override LayerRole Role => LayerRole.Carrier;

    public override bool IsNormalization => true;

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

    public override Tensor Apply(Tensor input, IReadOnlyList<Tensor> values)
    {
        var names = Tensors.Select(t => t.Name).ToArray();
        return Normalize(input, Value("running_mean"), Value("running_var"), Value("weight"), Value("bias"));

        Tensor? Value(string tensor) => Array.IndexOf(names, tensor) is >= 0 and var i ? values[i] : null;
    }

    protected abstract Tensor Normalize(Tensor input, Tensor? mean, Tensor? variance, Tensor? weight, Tensor? bias);
}
