namespace HierKD;

/// <summary>
/// Another pruner's choice, with filters of limited parts turned on again; the other pruner is asked for so much more that the whole comes
/// out.
/// </summary>
internal sealed class LimitedPruner : ISteppedPruner
{
    private readonly IPruner _inner;
    private readonly PartLimits _limits;
    private readonly int _multiple;

    private LimitedPruner(IPruner inner, PartLimits limits) =>
        (_inner, _limits, _multiple) = (inner, limits, (inner as RoundedPruner)?.Multiple ?? 1);

    /// <summary>The pruner itself if there are no limits.</summary>
    /// <exception cref="ArgumentException">A limit is on a part that the model does not have.</exception>
    public static IPruner Around(IPruner inner, FilterGraph graph, IReadOnlyCollection<PartLimit> limits, string argument) =>
        limits.Count == 0 ? inner : new LimitedPruner(inner, PartLimits.Of(graph, limits, argument));

    public double LargestRatio(FilterGraph graph)
    {
        var full = FilterMask.Full(graph);
        return 1 - (double)_limits.Widths(SmallestMask.Of(_inner, graph), full, _multiple).Sum() / graph.Filters;
    }

    public FilterMask Select(FilterScores scores, double ratio)
    {
        var graph = scores.Graph;
        var chosen = SmallestMask.Require(_inner, graph, _inner.Select(scores, ratio));
        if (Limited(scores, chosen) == chosen) return chosen;
        // The same number of filters as without limits.
        var kept = graph.Filters - Math.Round(ratio * graph.Filters);
        return new BudgetSearch(mask => (double)mask.Kept / graph.Filters).Largest(this, scores, kept / graph.Filters);
    }

    public double LargestStep(FilterGraph graph) => (_inner as ISteppedPruner)?.LargestStep(graph) ?? _inner.LargestRatio(graph);

    public FilterMask SelectStep(FilterScores scores, double step)
    {
        var chosen = _inner is ISteppedPruner stepped ? stepped.SelectStep(scores, step) : _inner.Select(scores, step);
        return Limited(scores, SmallestMask.Require(_inner, scores.Graph, chosen));
    }

    public override string ToString() => $"{_inner}";

    /// <summary>The mask itself if it is within the limits.</summary>
    private FilterMask Limited(FilterScores scores, FilterMask chosen)
    {
        // One that turns on what may not be on is refused as it is.
        if (!chosen.IsWithin(scores.Allowed)) return chosen;
        var widths = _limits.Widths(chosen, scores.Allowed, _multiple);
        return widths.Sum() == chosen.Kept
            ? chosen
            : FilterMask.Of(chosen.Graph, chosen.Graph.Groups.Select(g => StrongestFilters.Of(scores, g, chosen, widths[g.Index])));
    }
}
