namespace HierKD;

/// <summary>What a pruner leaves of a graph at its largest ratio.</summary>
internal static class SmallestMask
{
    /// <summary>
    /// The mask for scores that rise within each group: which filters are left differs from real scores, how many does not.
    /// </summary>
    /// <exception cref="InvalidOperationException">The pruner returned no mask of the graph.</exception>
    public static FilterMask Of(IPruner pruner, FilterGraph graph)
    {
        var rising = graph.Groups.Select(g => Enumerable.Range(1, g.Filters).Select(f => (float)f / g.Filters).ToArray());
        return Require(pruner, graph, pruner.Select(new FilterScores(FilterMask.Full(graph), rising), pruner.LargestRatio(graph)));
    }

    /// <summary>A pruner's answer, if it is about the graph.</summary>
    public static FilterMask Require(IPruner pruner, FilterGraph graph, FilterMask? mask) => mask is not null && mask.Graph == graph
        ? mask
        : throw new InvalidOperationException($"The pruner {pruner.GetType().Name} returned no mask of this session's graph.");
}
