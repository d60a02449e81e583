using System.Runtime.CompilerServices;

namespace HierKD;

/// <summary>Another pruner's choice, with the width of each group brought to a multiple.</summary>
internal sealed class RoundedPruner(IPruner inner, int multiple) : ISteppedPruner
{
    private readonly ConditionalWeakTable<FilterGraph, FilterMask> _least = [];

    public int Multiple => multiple;

    public double LargestRatio(FilterGraph graph) =>
        1 - (double)graph.Groups.Sum(g => Width(g, g.Filters, LeastOf(g, graph), LeastOf(g, graph))) / graph.Filters;

    public FilterMask Select(FilterScores scores, double ratio) =>
        new BudgetSearch(mask => (double)mask.Kept / scores.Graph.Filters).Largest(this, scores, 1 - ratio);

    public double LargestStep(FilterGraph graph) => inner.LargestRatio(graph);

    public FilterMask SelectStep(FilterScores scores, double step)
    {
        var graph = scores.Graph;
        var chosen = SmallestMask.Require(inner, graph, inner.Select(scores, step));
        return FilterMask.Of(graph, graph.Groups.Select(g => StrongestFilters.Of(scores, g, chosen,
            Width(g, scores.Allowed.KeptFilters(g).Length, LeastOf(g, graph), chosen.KeptFilters(g).Length))));
    }

    private int LeastOf(FilterGroup group, FilterGraph graph) =>
        _least.GetValue(graph, g => SmallestMask.Of(inner, g)).KeptFilters(group).Length;

    /// <summary>The width nearest to what was chosen: a multiple, or the group's own.</summary>
    private int Width(FilterGroup group, int allowed, int least, int chosen)
    {
        var widths = Enumerable.Range(1, group.Filters / multiple).Select(i => i * multiple).Append(group.Filters)
            .Where(w => w >= least && w <= allowed).ToArray();
        // A larger level that another pruner made may leave no such width.
        return widths.Length == 0 ? allowed : widths.OrderBy(w => Math.Abs(w - chosen)).ThenByDescending(w => w).First();
    }

    public override string ToString() => FormattableString.Invariant($"Pruner.Rounded({inner}, multiple: {multiple})");
}
