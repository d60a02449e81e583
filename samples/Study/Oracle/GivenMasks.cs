using HierKD;

namespace Study.Oracle;

/// <summary>Selects by a pruner or, for levels that have been given a mask, gives that.</summary>
internal sealed class GivenMasks(IPruner inner) : IPruner
{
    /// <summary>The given masks, by the level's ratio.</summary>
    public Dictionary<double, FilterMask> Masks { get; } = [];

    public double LargestRatio(FilterGraph graph) => inner.LargestRatio(graph);

    public FilterMask Select(FilterScores scores, double ratio) =>
        Masks.TryGetValue(ratio, out var mask) ? mask : inner.Select(scores, ratio);
}
