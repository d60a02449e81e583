using HierKD;

namespace OwnTrainingLoop;

/// <summary>A pruner that can be told what to select: how a session gets the masks of a checkpoint back, since only its pruner sets them.</summary>
internal sealed class RestorableMasks(IPruner inner) : IPruner
{
    private Dictionary<double, FilterMask> _given = [];

    public double LargestRatio(FilterGraph graph) => inner.LargestRatio(graph);

    // A chain that counts filters asks once for each level, by the level's own ratio.
    public FilterMask Select(FilterScores scores, double ratio) => _given.TryGetValue(ratio, out var mask) ? mask : inner.Select(scores, ratio);

    public override string ToString() => $"{inner}";

    /// <summary>Sets the masks of a session's levels.</summary>
    /// <param name="session">A session with this pruner, in which every filter has been scored once.</param>
    /// <param name="masks">The masks, in the order of its levels.</param>
    public void Restore(PruningSession session, IReadOnlyList<FilterMask> masks)
    {
        _given = session.Levels.Zip(masks).ToDictionary(l => l.First.Plan.Ratio, l => l.Second);
        session.UpdateMasks();
        _given = [];
    }
}
