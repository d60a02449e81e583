namespace HierKD;

/// <summary>
/// Masks to try removal with: without any regularity (channels that change places between two layers would map a regular mask onto itself), skewed, so that
/// neighbouring groups lose different shares, and in a pair of opposites, so that every filter is removed once and kept once.
/// </summary>
internal static class TrialMasks
{
    private const double FewGo = 0.3;
    private const double ManyGo = 0.7;

    public static IReadOnlyList<FilterMask> For(FilterGraph graph)
    {
        var random = new Random(graph.Filters);
        var one = graph.Groups.Select(group => Without(group, 1, random)).ToArray();
        var skewed = graph.Groups.Select(group => Without(group, (int)Math.Round(group.Filters * (group.Index % 2 == 0 ? FewGo : ManyGo)), random)).ToArray();
        return [FilterMask.Of(graph, one), FilterMask.Of(graph, skewed), FilterMask.Of(graph, skewed.Select(on => on.Select(x => !x)))];
    }

    private static bool[] Without(FilterGroup group, int removed, Random random)
    {
        var gone = Math.Clamp(removed, 1, group.Filters - 1);
        var on = Enumerable.Range(0, group.Filters).Select(f => f >= gone).ToArray();
        random.Shuffle(on);
        return on;
    }
}
