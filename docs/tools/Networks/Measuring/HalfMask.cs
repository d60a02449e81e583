namespace HierKD.Networks;

/// <summary>A mask that keeps half of each group's filters, drawn at random.</summary>
internal static class HalfMask
{
    public static FilterMask Of(FilterGraph graph, int seed)
    {
        var random = new Random(seed);
        return FilterMask.Of(graph, graph.Groups.Select(group =>
        {
            var on = Enumerable.Range(0, group.Filters).Select(f => f >= group.Filters / 2).ToArray();
            random.Shuffle(on);
            return on;
        }));
    }
}
