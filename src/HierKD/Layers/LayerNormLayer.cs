using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A layer normalisation; the first normalised axis runs over channels: scale and shift <c>[C, …]</c>.</summary>
internal sealed class LayerNormLayer(string name, LayerNorm norm) : ModuleLayer(name, norm)
{
    private readonly long[] _shape = [.. norm.normalized_shape];

    public override LayerRole Role => LayerRole.Carrier;

    public override bool IsNormalization => true;

    public override bool NormalizesAcrossChannels => true;

    public override long Outputs => _shape[0];

    public override long Inputs => _shape[0];

    public override IReadOnlyList<LayerTensor> Tensors
    {
        get
        {
            List<LayerTensor> tensors = [];
            if (norm.weight is { } weight) tensors.Add(new LayerTensor("weight", weight, 0, null));
            if (norm.bias is { } bias) tensors.Add(new LayerTensor("bias", bias, 0, null));
            return tensors;
        }
    }

    public override void SetShape(long outputs, long inputs) => norm.normalized_shape = [outputs, .. _shape[1..]];

    public override int ChannelAxis(int rank) => rank - _shape.Length;

    public override Tensor SmallestInput(int rank, long channels, ScalarType type, Device device) =>
        zeros([.. Enumerable.Repeat(1L, rank - _shape.Length), channels, .. _shape[1..]], dtype: type, device: device);

    public override Tensor Apply(Tensor input, IReadOnlyList<Tensor> values) => nn.functional.layer_norm(
        input, [input.shape[ChannelAxis((int)input.dim())], .. _shape[1..]], values.Count > 0 ? values[0] : null,
        values.Count > 1 ? values[1] : null, norm.eps);
}
