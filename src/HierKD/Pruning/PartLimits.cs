namespace HierKD;

/// <summary>The limits of a session, as they concern the groups of its graph.</summary>
internal sealed class PartLimits
{
    /// <summary>So much more than a whole number of filters is rounding: 0.07 of 100 is 7.</summary>
    private const double Slack = 1e-9;

    private readonly FilterGraph _graph;
    private readonly int[] _floors;
    private readonly (int Most, FilterGroup[] Groups)[] _ratios;

    private PartLimits(FilterGraph graph, int[] floors, (int, FilterGroup[])[] ratios) =>
        (_graph, _floors, _ratios) = (graph, floors, ratios);

    /// <param name="graph">The graph.</param>
    /// <param name="limits">The limits, valid each.</param>
    /// <param name="argument">The argument that has them.</param>
    /// <exception cref="ArgumentException">A limit is on a part that the model does not have.</exception>
    public static PartLimits Of(FilterGraph graph, IReadOnlyCollection<PartLimit> limits, string argument)
    {
        var layers = graph.Layers.Select(l => l.Name).Concat(graph.Locks.Select(l => l.Layer)).Distinct().ToArray();
        if (limits.FirstOrDefault(limit => !layers.Any(limit.Covers)) is { } unknown) throw unknown.Unknown(layers, argument);
        var parts = limits.Select(limit => (Limit: limit, Groups: GroupsOf(graph, limit))).ToArray();
        var floors = graph.Groups.Select(g => parts.Where(p => p.Groups.Contains(g)).Select(p => Floor(p.Limit, g)).Append(1).Max());
        return new PartLimits(graph, [.. floors], [.. parts.Select(
            p => ((int)Math.Floor(p.Limit.LargestRatio * p.Groups.Sum(g => g.Filters) + Slack), p.Groups))]);
    }

    /// <summary>
    /// How many filters each group keeps, such that every limit holds and no group keeps less than was chosen. What is taken of a part is
    /// scaled down evenly, so that its groups keep the proportions that the pruner chose.
    /// </summary>
    /// <param name="chosen">What a pruner chose.</param>
    /// <param name="allowed">What may be on.</param>
    /// <param name="multiple">What widths are multiples of; a group's own width and the allowed one count as well.</param>
    /// <param name="least">Widths within the limits that no group is to go below.</param>
    public int[] Widths(FilterMask chosen, FilterMask allowed, int multiple, int[]? least = null)
    {
        var most = _graph.Groups.Select(g => allowed.KeptFilters(g).Length).ToArray();
        var widths = _graph.Groups
            .Select(g => Math.Max(chosen.KeptFilters(g).Length, Math.Min(least?[g.Index] ?? 0, most[g.Index]))).ToArray();
        foreach (var group in _graph.Groups)
        {
            while (widths[group.Index] < Math.Min(_floors[group.Index], most[group.Index])) Widen(group);
        }
        foreach (var (largest, groups) in _ratios)
        {
            var taken = groups.ToDictionary(g => g, g => most[g.Index] - widths[g.Index]);
            while (groups.Sum(g => g.Filters - widths[g.Index]) > largest)
            {
                var next = groups.Where(g => widths[g.Index] < most[g.Index])
                    .MaxBy(g => (most[g.Index] - widths[g.Index]) / (double)taken[g]);
                // A larger level that knew nothing of the limits leaves nothing to turn on.
                if (next is null) break;
                Widen(next);
            }
        }
        return widths;

        void Widen(FilterGroup group)
        {
            ref var width = ref widths[group.Index];
            var wider = (width / multiple + 1) * multiple;
            width = Math.Min(most[group.Index], Math.Min(wider, group.Filters));
        }
    }

    private static FilterGroup[] GroupsOf(FilterGraph graph, PartLimit limit) =>
        [.. graph.Groups.Where(limit.Concerns)];

    private static int Floor(PartLimit limit, FilterGroup group) =>
        Math.Min(group.Filters, Math.Max(limit.MinimumFilters, (int)Math.Ceiling(limit.MinimumFraction * group.Filters - Slack)));
}
