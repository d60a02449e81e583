namespace HierKD;

/// <summary>
/// Masks to try removal with. They have no regularity, since channels that change places between two layers would map a regular mask onto
/// itself. Groups of one size lose different numbers of filters, since what splits channels by number, at a half say, bears losing as many
/// on either side; and what is left is even and odd. Every filter goes once and stays once.
/// </summary>
internal static class TrialMasks
{
    /// <summary>The smallest mask leaves as many in each group that has more.</summary>
    private const int Fewest = 2;

    /// <summary>
    /// A group with fewer filters than this has so few masks that some drawn at random may all agree with a fault: it takes more of them.
    /// </summary>
    private const int FewFilters = 16;

    private const int VeryFewFilters = 8;
    private const int MasksForFewFilters = 4;
    private const int Rounds = 2;

    /// <summary>
    /// How far from its end of the group a filter may be and still go: with 0 the masks would be blocks, with more than 1 the ends would
    /// not differ.
    /// </summary>
    private const double Scatter = 0.6;

    public static IReadOnlyList<FilterMask> For(FilterGraph graph)
    {
        var random = new Random(graph.Filters);
        var groups = graph.Groups;
        var some = new RemovalCounts(random, n => n > 3 ? (Fewest, n - Fewest) : (1, n - 1));
        var pair = Mask(g => some.Next(g.Filters));
        List<FilterMask> masks =
        [
            Mask(g => Math.Max(1, g.Filters - Fewest)),
            pair,
            FilterMask.Of(graph, groups.Select(g => pair[g].Select(on => !on))),
            Mask(g => some.Next(g.Filters) is var n && n % 2 == g.Filters % 2 ? Math.Max(1, n - 1) : n),
        ];
        if (groups.All(g => g.Filters >= FewFilters)) return masks;
        var any = new RemovalCounts(random, n => (1, Math.Max(1, n - Fewest)));
        for (var i = 0; i < MasksForFewFilters; i++) masks.Add(Mask(g => any.Next(g.Filters)));
        // Of two filters one goes in each of these masks, and many a number leaves the same boundary between them: some groups stay whole
        // while others do not, by the bits of their rank.
        var smallest = groups.Where(g => g.Filters < VeryFewFilters).ToArray();
        for (var round = 0; round < 2 * Rounds; round++)
        {
            for (var bit = 0; smallest.Length - 1 >> bit > 0; bit++)
            {
                masks.Add(
                    Mask(g => Array.IndexOf(smallest, g) is >= 0 and var rank && (rank >> bit & 1) == round % 2 ? 0 : any.Next(g.Filters)));
            }
        }
        return masks;

        FilterMask Mask(Func<FilterGroup, int> removed) => FilterMask.Of(graph, groups.Select(g => Without(g.Filters, removed(g), random)));
    }

    /// <summary>One end of the group loses more than the other.</summary>
    private static bool[] Without(int filters, int removed, Random random)
    {
        var fromTheEnd = random.Next(2) == 0;
        var order = Enumerable.Range(0, filters).OrderBy(f => (fromTheEnd ? -f : f) / (double)filters + Scatter * random.NextDouble());
        var on = Enumerable.Repeat(true, filters).ToArray();
        foreach (var filter in order.Take(removed)) on[filter] = false;
        return on;
    }

    /// <summary>
    /// How many filters go: groups of one size are dealt different numbers, as long as there are any, and half of them last.
    /// </summary>
    private sealed class RemovalCounts(Random random, Func<int, (int Least, int Most)> range)
    {
        private readonly Dictionary<int, Queue<int>> _left = [];

        public int Next(int filters)
        {
            if (!_left.TryGetValue(filters, out var left) || left.Count == 0)
            {
                var (least, most) = range(filters);
                _left[filters] = left =
                    new Queue<int>(Enumerable.Range(least, most - least + 1).OrderBy(c => 2 * c == filters).ThenBy(_ => random.Next()));
            }
            return left.Dequeue();
        }
    }
}
