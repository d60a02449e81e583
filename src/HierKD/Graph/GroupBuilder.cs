namespace HierKD;

/// <summary>
/// Sorts sets of coupled channels into groups: sets that touch the same layers in the same way are the filters of one group.
/// </summary>
internal static class GroupBuilder
{
    public static (IReadOnlyList<FilterGroup> Groups, IReadOnlyList<FilterLock> Locks) Build(
        IReadOnlyList<ChannelSet> sets, MixingPlaces mixing)
    {
        List<FilterLock> locks = [];
        List<FilterGroup> groups = [];
        foreach (var alike in sets.Where(s => Producers(s).Any()).GroupBy(Signature))
        {
            var own = alike.ToArray();
            if (own[0].Lock is null && own.Length > 1) groups.Add(Group(groups.Count, own));
            else
            {
                locks.AddRange(own.SelectMany(set => Producers(set)
                    .GroupBy(p => p)
                    .Select(p => new FilterLock(p.Key.Name, Reason(set, p.Key, p.Count(), mixing), p.Count(), (int)p.Key.Outputs))));
            }
        }
        return (Named(groups), Merged(locks));
    }

    /// <summary>Groups under other indices, as one graph lists them.</summary>
    public static IReadOnlyList<FilterGroup> Renumbered(IEnumerable<FilterGroup> groups, IReadOnlySet<FilterGroup>? withNormForm = null) =>
        groups.Select((g, i) => new FilterGroup(i, g.Name, g.Filters, g.Members, withNormForm?.Contains(g) == true)).ToArray();

    /// <summary>The locks that a group becomes if its filters have to stay.</summary>
    public static IEnumerable<FilterLock> Locked(FilterGroup group, string reason) =>
        group.Members
            .Where(m => m.Role == ChannelRole.Producer)
            .Select(m => new FilterLock(m.Layer, reason, m.Channels.Length, (int)m.Target.Outputs));

    /// <summary>One lock for each layer and reason.</summary>
    public static IReadOnlyList<FilterLock> Merged(IEnumerable<FilterLock> locks) =>
        locks.GroupBy(l => (l.Layer, l.Reason, l.Of))
            .Select(g => new FilterLock(g.Key.Layer, g.Key.Reason, g.Sum(l => l.Filters), g.Key.Of))
            .ToArray();

    /// <summary>Filters of several groups that can only go together, the first of each with the first of the others.</summary>
    public static FilterGroup Bundle(IReadOnlyList<FilterGroup> groups) => new(groups[0].Index, groups[0].Name, groups[0].Filters, groups
        .SelectMany(g => g.Members)
        .GroupBy(m => (m.Target, m.Side))
        .Select(same => new GroupMember(same.Key.Target, same.Key.Side, groups[0].Filters,
            [.. Enumerable.Range(0, groups[0].Filters).SelectMany(f => same.SelectMany(m => m.ChannelsOf([f])).Order())]))
        .ToArray());

    private static IEnumerable<PrunableLayer> Producers(ChannelSet set) =>
        set.Channels.Where(c => c.Site.Layer?.RoleOf(c.Site.Side) == ChannelRole.Producer).Select(c => c.Site.Layer!);

    private static string Signature(ChannelSet set) => set.Lock is { } locked
        ? $"locked {locked.Clause} {string.Join('|', Places(set))}"
        : string.Join('|', Places(set));

    private static IEnumerable<string> Places(ChannelSet set) =>
        set.Channels.GroupBy(c => c.Site).Select(g => $"{g.Key.Name}:{g.Key.Side}:{g.Count()}");

    private static string Reason(ChannelSet set, PrunableLayer layer, int filters, MixingPlaces mixing) =>
        set.Lock is { } locked ? locked.Tell(layer)
        : filters == 1 && layer.Outputs == 1 ? "it has a single filter"
        : filters < layer.Outputs ? "no other filter touches the same layers in the same way, and a group keeps at least one"
        : $"they can only go together, all at once{mixing.Clause(set, layer)}";

    private static FilterGroup Group(int index, ChannelSet[] filters)
    {
        var members = filters[0].Channels.Select(c => c.Site).Distinct().Select(site => new GroupMember(
            site.Layer!, site.Side, filters.Length,
            [.. filters.SelectMany(f => f.Channels.Where(c => c.Site == site).Select(c => c.Channel))])).ToArray();
        return new FilterGroup(index, members.First(m => m.Role == ChannelRole.Producer).Layer, filters.Length, members);
    }

    /// <summary>Gives groups of one first producer names of their own.</summary>
    private static FilterGroup[] Named(IReadOnlyList<FilterGroup> groups)
    {
        var counts = groups.GroupBy(g => g.Name).ToDictionary(g => g.Key, g => g.Count());
        var seen = new Dictionary<string, int>();
        return groups.Select(g =>
        {
            if (counts[g.Name] == 1) return g;
            seen[g.Name] = seen.GetValueOrDefault(g.Name) + 1;
            return new FilterGroup(g.Index, $"{g.Name} ({seen[g.Name]})", g.Filters, g.Members);
        }).ToArray();
    }
}
