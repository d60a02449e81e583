namespace HierKD;

/// <summary>A layer whose size depends on how many filters some groups keep.</summary>
internal sealed class WidthLayer
{
    private readonly ModelCost _cost;
    private readonly (int Group, GroupMember Member)[] _members;
    private readonly Dictionary<string, WidthPoint> _known = [];

    private WidthLayer(PrunableLayer layer, (int, GroupMember)[] members, ModelCost cost)
    {
        (Layer, _members, _cost) = (layer, members, cost);
        Groups = [.. _members.Select(m => m.Group).Distinct()];
    }

    public PrunableLayer Layer { get; }

    /// <summary>The groups' positions in <see cref="FilterGraph.Groups"/>.</summary>
    public IReadOnlyList<int> Groups { get; }

    /// <summary>The layers of a graph that any group belongs to.</summary>
    public static IReadOnlyList<WidthLayer> Of(FilterGraph graph)
    {
        var members = graph.Groups.SelectMany(g => g.Members.Select(m => (g.Index, Member: m))).ToLookup(m => m.Member.Target);
        return [.. graph.Layers.Where(members.Contains).Select(l => new WidthLayer(l, [.. members[l]], graph.Cost))];
    }

    /// <summary>The layer where each group keeps so many filters.</summary>
    /// <param name="widths">One number for each group of the graph.</param>
    public WidthPoint At(IReadOnlyList<int> widths)
    {
        var key = string.Join(',', Groups.Select(g => widths[g]));
        if (_known.TryGetValue(key, out var point)) return point;
        var kept = new LayerSelection(Kept(ChannelSide.Outputs, Layer.Outputs, widths), Kept(ChannelSide.Inputs, Layer.Inputs, widths));
        return _known[key] = new WidthPoint(kept, _cost.Of(Layer, kept));
    }

    /// <summary>Forgets the times of all points.</summary>
    public void Forget()
    {
        foreach (var point in _known.Values) point.Time = null;
    }

    private long[]? Kept(ChannelSide side, long size, IReadOnlyList<int> widths)
    {
        var own = _members.Where(m => m.Member.Side == side).ToArray();
        if (own.Length == 0) return null;
        var on = Enumerable.Repeat(true, (int)size).ToArray();
        foreach (var (group, member) in own)
        {
            foreach (var channel in member.Channels.AsSpan(widths[group] * member.ChannelsPerFilter)) on[channel] = false;
        }
        return [.. Enumerable.Range(0, (int)size).Where(c => on[c]).Select(c => (long)c)];
    }
}
