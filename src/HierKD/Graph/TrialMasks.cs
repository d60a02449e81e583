namespace HierKD;

/// <summary>
/// Masks to try removal with: of different sizes, without any regularity (channels that change places between two layers would map a regular mask onto itself),
/// and skewed, so that neighbouring groups lose different shares, in both directions.
/// </summary>
internal static class TrialMasks
{
    public static IEnumerable<FilterMask> For(FilterGraph graph)
    {
        var random = new Random(graph.Filters);
        yield return Mask(graph, random, _ => 0);
        yield return Mask(graph, random, g => g.Index % 2 == 0 ? 0.25 : 0.7);
        yield return Mask(graph, random, g => g.Index % 2 == 0 ? 0.7 : 0.25);
    }

    /// <summary>At least one filter of each group is removed, and one stays.</summary>
    private static FilterMask Mask(FilterGraph graph, Random random, Func<FilterGroup, double> removed) => FilterMask.Of(graph, graph.Groups.Select(group =>
    {
        var gone = Math.Clamp((int)(group.Filters * removed(group)), 1, group.Filters - 1);
        var on = Enumerable.Range(0, group.Filters).Select(f => f >= gone).ToArray();
        random.Shuffle(on);
        return on;
    }));
}
