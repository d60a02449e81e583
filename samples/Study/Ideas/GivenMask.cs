using HierKD;

namespace Study.Ideas;

/// <summary>Selects the same filters whatever their scores.</summary>
internal sealed class GivenMask(IReadOnlyList<bool[]> kept) : IPruner
{
    /// <summary>As many as it takes: the mask meets its budget.</summary>
    public double LargestRatio(FilterGraph graph) => 1 - ((double)kept.Sum(group => group.Count(on => on)) / graph.Filters);

    public FilterMask Select(FilterScores scores, double ratio) => ratio > 0 ? FilterMask.Of(scores.Graph, kept) : scores.Allowed;
}
