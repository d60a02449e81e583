using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A module whose outputs a distillation loss compares, and where their channels come from.</summary>
internal abstract class FeatureSite(string path, nn.Module<Tensor, Tensor> module)
{
    /// <summary>The module's path in the model.</summary>
    public string Path { get; } = path;

    public nn.Module<Tensor, Tensor> Module { get; } = module;

    /// <summary>The number of channels before any is removed.</summary>
    protected abstract long Channels { get; }

    /// <summary>The axis over channels in an output of the given rank.</summary>
    public abstract int ChannelAxis(int rank);

    /// <summary>The channels that a selection leaves, in ascending order, or <see langword="null"/> for all.</summary>
    public abstract long[]? Kept(ModelSelection selection);

    /// <summary>A feature over the channels that are on, of one over those that are loaded.</summary>
    public Tensor OverKept(Tensor feature, IModelWeights weights)
    {
        if (ReferenceEquals(weights.Kept, weights.Shape) || Kept(weights.Kept) is not { } kept) return feature;
        return feature.index_select(ChannelAxis((int)feature.dim()), torch.tensor(kept, device: feature.device));
    }

    /// <summary>
    /// A feature over the channels of one selection, of one over those of another; zero for a channel that the other does not have.
    /// </summary>
    public Tensor Shared(Tensor feature, ModelSelection from, ModelSelection to)
    {
        var (present, wanted) = (Kept(from), Kept(to));
        if (wanted is null ? present is null : present is not null && present.AsSpan().SequenceEqual(wanted)) return feature;
        var axis = ChannelAxis((int)feature.dim());
        if (present is not null)
        {
            if (wanted is not null && Array.TrueForAll(wanted, c => Array.BinarySearch(present, c) >= 0))
            {
                return Select(wanted.Select(c => (long)Array.BinarySearch(present, c)).ToArray(), feature);
            }
            var shape = feature.shape;
            shape[axis] = Channels;
            feature = zeros(shape, dtype: feature.dtype, device: feature.device)
                .index_copy(axis, torch.tensor(present, device: feature.device), feature);
        }
        return wanted is null ? feature : Select(wanted, feature);

        Tensor Select(long[] positions, Tensor of) => of.index_select(axis, torch.tensor(positions, device: of.device));
    }
}
