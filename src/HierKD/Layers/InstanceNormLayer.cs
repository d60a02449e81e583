using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>An instance normalisation.</summary>
internal sealed class InstanceNormLayer(string name, InstanceNorm norm) : ChannelNormLayer(name, norm)
{
    private readonly int _spatial = norm switch { InstanceNorm1d => 1, InstanceNorm2d => 2, _ => 3 };

    public override int ChannelAxis(int rank) => rank - 1 - _spatial;

    public override Tensor SmallestInput(int rank, long channels, ScalarType type, Device device)
    {
        var shape = Enumerable.Repeat(2L, rank).ToArray();
        shape[ChannelAxis(rank)] = channels;
        return zeros(shape, dtype: type, device: device);
    }

    protected override Tensor Normalize(Tensor input, Tensor? mean, Tensor? variance, Tensor? weight, Tensor? bias)
    {
        var batched = input.dim() == _spatial + 2 ? input : input.unsqueeze(0);
        var result = nn.functional.instance_norm(batched, mean, variance, weight, bias, use_input_stats: mean is null, eps: norm.eps);
        return ReferenceEquals(batched, input) ? result : result.squeeze(0);
    }
}
