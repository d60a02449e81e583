using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A batch normalisation.</summary>
internal sealed class BatchNormLayer(string name, BatchNorm norm) : ChannelNormLayer(name, norm)
{
    public override int ChannelAxis(int rank) => 1;

    public override Tensor SmallestInput(int rank, long channels, ScalarType type, Device device)
    {
        var shape = Enumerable.Repeat(1L, rank).ToArray();
        // Without running statistics a single value per channel would have no variance.
        (shape[0], shape[1]) = (2, channels);
        return zeros(shape, dtype: type, device: device);
    }

    protected override Tensor Normalize(Tensor input, Tensor? mean, Tensor? variance, Tensor? weight, Tensor? bias) =>
        nn.functional.batch_norm(input, mean!, variance!, weight, bias, training: mean is null, eps: norm.eps);
}
