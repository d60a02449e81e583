using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Any other module, whose channels were traced back to those of layers.</summary>
/// <param name="path">The module's path in the model.</param>
/// <param name="module">The module.</param>
/// <param name="axis">The axis over channels.</param>
/// <param name="origins">Where each channel comes from: a layer and one of its output channels, or <see langword="null"/> for a channel
/// that no filter can take along.</param>
internal sealed class TracedSite(
    string path, nn.Module<Tensor, Tensor> module, int axis,
    IReadOnlyList<(string Layer, long Channel)?> origins) : FeatureSite(path, module)
{
    protected override long Channels => origins.Count;

    public override int ChannelAxis(int rank) => axis;

    public override long[]? Kept(ModelSelection selection)
    {
        var kept = Enumerable.Range(0, origins.Count).Where(c => IsKept(origins[c])).Select(c => (long)c).ToArray();
        return kept.Length == origins.Count ? null : kept;

        bool IsKept((string Layer, long Channel)? origin) =>
            origin is not var (layer, channel) || selection[layer].Outputs is not { } outputs || Array.BinarySearch(outputs, channel) >= 0;
    }
}
