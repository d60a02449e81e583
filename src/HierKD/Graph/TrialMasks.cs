namespace HierKD;

/// <summary>
/// Masks to try removal with. They have no regularity, since channels that change places between two layers would map a regular mask onto itself, and groups of one size lose
/// different numbers of filters, since what splits channels by number, at a half say, bears losing as many on either side. The second and third are opposites, so that every filter
/// goes once and stays once.
/// </summary>
internal static class TrialMasks
{
    /// <summary>How many filters the smallest mask leaves in a group that has more.</summary>
    public const int Fewest = 2;

    /// <summary>A group with fewer filters than this has so few masks that some drawn at random may all agree with a fault: it takes more of them.</summary>
    private const int FewFilters = 8;

    private const int PairsForFewFilters = 3;

    /// <summary>How far from its end of the group a filter may be and still go: with 0 the masks would be blocks, with more than 1 the ends would not differ.</summary>
    private const double Scatter = 0.6;

    public static IReadOnlyList<FilterMask> For(FilterGraph graph)
    {
        var random = new Random(graph.Filters);
        var counts = new RemovalCounts(random);
        var groups = graph.Groups;
        List<FilterMask> masks = [Mask(groups.Select(g => g.Filters - Math.Min(Fewest, g.Filters - 1)))];
        AddPair(groups.Select(g => counts.Next(g.Filters)).ToArray());

        // Groups of few filters can be told apart by number only if some stay whole while others do not: those whose rank has a bit set.
        var small = groups.Where(g => g.Filters < FewFilters).ToArray();
        if (small.Length == 0) return masks;
        var bits = (int)Math.Ceiling(Math.Log2(small.Length));
        for (var pair = 0; pair < PairsForFewFilters + bits; pair++)
        {
            AddPair(groups.Select(g => Array.IndexOf(small, g) >> pair - 1 is var rank && pair > 0 && pair <= bits && (rank & 1) != 0 ? 0 : counts.Next(g.Filters)).ToArray());
        }
        return masks;

        void AddPair(int[] removed)
        {
            var first = Mask(removed);
            masks.Add(first);
            masks.Add(FilterMask.Of(graph, groups.Select(g => removed[g.Index] == 0 ? first[g] : first[g].Select(on => !on))));
        }

        FilterMask Mask(IEnumerable<int> removed) => FilterMask.Of(graph, groups.Zip(removed, (g, r) => Without(g.Filters, r, random)));
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

    /// <summary>How many filters go: groups of one size are dealt different numbers, as long as there are any, and half of them last.</summary>
    private sealed class RemovalCounts(Random random)
    {
        private readonly Dictionary<int, Queue<int>> _left = [];

        public int Next(int filters)
        {
            if (!_left.TryGetValue(filters, out var left) || left.Count == 0)
            {
                _left[filters] = left = new Queue<int>(Enumerable.Range(1, filters - 1).OrderBy(c => 2 * c == filters).ThenBy(_ => random.Next()));
            }
            return left.Dequeue();
        }
    }
}
