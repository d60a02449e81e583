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
    private readonly int[]? _least;

    private LimitedPruner(IPruner inner, FilterGraph graph, PartLimits limits, bool even)
    {
        (_inner, _limits, _multiple) = (inner, limits, (inner as RoundedPruner)?.Multiple ?? 1);
        if (even || _multiple > 1) _least = limits.Widths(SmallestMask.Of(inner, graph), FilterMask.Full(graph), _multiple);
    }

    /// <summary>The pruner itself if there are no limits.</summary>
    /// <param name="inner">The pruner that chooses.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="limits">The limits, valid each.</param>
    /// <param name="even">
    /// Whether each group of a part loses at most its own share of what the part may lose. Where filters have different costs, a larger
    /// level might take the part's share where it is cheap, and leave a smaller one's budget out of reach in the middle of a training.
    /// </param>
    /// <param name="argument">The argument that has the limits.</param>
    /// <exception cref="ArgumentException">A limit is on a part that the model does not have.</exception>
    public static IPruner Around(
        IPruner inner, FilterGraph graph, IReadOnlyCollection<PartLimit> limits, bool even, string argument) =>
        limits.Count == 0 ? inner : new LimitedPruner(inner, graph, PartLimits.Of(graph, limits, argument), even);

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
        var widths = _limits.Widths(chosen, scores.Allowed, _multiple, _least);
        return widths.Sum() == chosen.Kept
            ? chosen
            : FilterMask.Of(chosen.Graph, chosen.Graph.Groups.Select(g => StrongestFilters.Of(scores, g, chosen, widths[g.Index])));
    }
}
