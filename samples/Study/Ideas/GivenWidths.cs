using HierKD;

namespace Study.Ideas;

/// <summary>Keeps the best filters of each group; on the way to given widths all layers shrink in proportion.</summary>
internal sealed class GivenWidths(IReadOnlyList<int> widths) : IPruner
{
    public double LargestRatio(FilterGraph graph) => 1 - ((double)widths.Sum() / graph.Filters);

    public FilterMask Select(FilterScores scores, double ratio)
    {
        var part = Math.Clamp(ratio / LargestRatio(scores.Graph), 0, 1);
        return FilterMask.Of(scores.Graph, scores.Graph.Groups.Select(group =>
        {
            var allowed = scores.Allowed[group].Count(on => on);
            var kept = (int)Math.Round(group.Filters - (part * (group.Filters - widths[group.Index])));
            return DrawnWidths.Best(scores, group, Math.Min(allowed, kept));
        }));
    }
}
