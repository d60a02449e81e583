using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// A group normalisation: scale and shift <c>[C]</c>. If it has more groups than channels in a group, whole groups go; else the channels at
/// the same position of every group go together, and the statistics are those of the channels that stay.
/// </summary>
internal sealed class GroupNormLayer(string name, GroupNorm norm, long channels) : ModuleLayer(name, norm)
{
    private readonly long _groups = norm.num_groups;

    private long GroupSize => Outputs / _groups;

    private bool GroupsGoWhole => _groups >= GroupSize;

    public override LayerRole Role => LayerRole.Carrier;

    public override bool IsNormalization => true;

    public override bool NormalizesAcrossChannels => true;

    public override long Outputs => channels;

    public override long Inputs => channels;

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

    public override IEnumerable<IReadOnlyList<(ChannelSide Side, long Channel)>> Bundles
    {
        get
        {
            var (bundles, size) = GroupsGoWhole ? (_groups, GroupSize) : (GroupSize, _groups);
            for (var b = 0L; b < bundles; b++)
            {
                yield return Enumerable.Range(0, (int)size)
                    .Select(i => (ChannelSide.Outputs, GroupsGoWhole ? b * GroupSize + i : i * GroupSize + b))
                    .ToArray();
            }
        }
    }

    public override void SetShape(long outputs, long inputs) => norm.num_groups = Groups(outputs);

    public override int ChannelAxis(int rank) => 1;

    public override Tensor SmallestInput(int rank, long channels, ScalarType type, Device device)
    {
        var shape = Enumerable.Repeat(1L, Math.Max(rank, 3)).ToArray();
        shape[1] = channels;
        return zeros(shape, dtype: type, device: device);
    }

    public override Tensor Apply(Tensor input, IReadOnlyList<Tensor> values) => nn.functional.group_norm(
        input, Groups(input.shape[1]), values.Count > 0 ? values[0] : null, values.Count > 1 ? values[1] : null, norm.eps);

    private long Groups(long kept) => GroupsGoWhole ? kept / GroupSize : _groups;
}
