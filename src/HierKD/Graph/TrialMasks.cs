namespace HierKD;

/// <summary>
/// Masks to try removal with. They have no regularity, since channels that change places between two layers would map a regular mask onto itself. One end of a
/// group loses more than the other, since what splits channels by number, at a half say, bears losing as many on either side. And they come as a pair of opposites, so that
/// every filter goes once and stays once.
/// </summary>
internal static class TrialMasks
{
    private const double FewGo = 0.3;
    private const double ManyGo = 0.6;

    /// <summary>How far from its end of the group a filter may be and still go: with 0 the masks would be blocks, with more than 1 the ends would not differ.</summary>
    private const double Scatter = 0.6;

    public static IReadOnlyList<FilterMask> For(FilterGraph graph)
    {
        var random = new Random(graph.Filters);
        var one = graph.Groups.Select(group => Without(Enumerable.Range(0, group.Filters).OrderBy(_ => random.NextDouble()), 1)).ToArray();
        var skewed = graph.Groups.Select(group => Without(FromOneEnd(group, random), (int)Math.Round(group.Filters * (group.Index % 2 == 0 ? FewGo : ManyGo)))).ToArray();
        return [FilterMask.Of(graph, one), FilterMask.Of(graph, skewed), FilterMask.Of(graph, skewed.Select(on => on.Select(x => !x)))];
    }

    private static IEnumerable<int> FromOneEnd(FilterGroup group, Random random)
    {
        var fromTheEnd = random.Next(2) == 0;
        return Enumerable.Range(0, group.Filters).OrderBy(f => (fromTheEnd ? -f : f) / (double)group.Filters + Scatter * random.NextDouble());
    }

    private static bool[] Without(IEnumerable<int> order, int removed)
    {
        var filters = order.ToArray();
        var on = Enumerable.Repeat(true, filters.Length).ToArray();
        foreach (var filter in filters.Take(Math.Clamp(removed, 1, filters.Length - 1))) on[filter] = false;
        return on;
    }
}
