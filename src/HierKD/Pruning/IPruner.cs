namespace HierKD;

/// <summary>Decides which filters a level keeps, given their scores and how many have to go.</summary>
/// <remarks>
/// A pruner thinks in filters alone. For a budget of another <see cref="Measure"/> it is asked repeatedly, with different ratios up to
/// <see cref="LargestRatio"/>, until its mask just fits; it should answer the same question in the same way, and a larger ratio with a
/// smaller mask.
/// </remarks>
public interface IPruner
{
    /// <summary>Selects the filters to keep.</summary>
    /// <param name="scores">The score of every filter, and which of them may be on at all.</param>
    /// <param name="ratio">The fraction of all removable filters to be off, in [0, 1).</param>
    /// <returns>A mask with that fraction off, as nearly as whole filters allow, and no filter on that may not be.</returns>
    FilterMask Select(FilterScores scores, double ratio);

    /// <summary>
    /// The largest ratio that the pruner can reach on a graph: a chain that asks for more is refused, and a budget is searched up to it.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <value>All but one filter of each group, unless a pruner says otherwise.</value>
    double LargestRatio(FilterGraph graph) => new PruningFloor(minimumFilters: 1, minimumFraction: 0).LargestRatio(graph);
}
