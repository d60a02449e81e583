namespace HierKD;

/// <summary>Which channels of all places go together, and which have to stay: a union of sets of channels.</summary>
internal sealed class ChannelCoupling
{
    private readonly Dictionary<ChannelSite, int> _offsets = [];
    private readonly List<ChannelSite> _sites = [];
    private readonly List<int> _parents = [];
    private readonly List<(int Node, ChannelLock Lock)> _locks = [];

    public IReadOnlyList<ChannelSite> Sites => _sites;

    /// <summary>Channels that nothing was found to make or read.</summary>
    public void Add(ChannelSite site)
    {
        if (!_offsets.TryAdd(site, _parents.Count)) return;
        _sites.Add(site);
        for (var c = 0; c < site.Channels; c++) _parents.Add(_parents.Count);
    }

    public void Join(ChannelSite site, long channel, ChannelSite other, long otherChannel)
    {
        var (a, b) = (Root(Node(site, channel)), Root(Node(other, otherChannel)));
        if (a != b) _parents[Math.Max(a, b)] = Math.Min(a, b);
    }

    public void Lock(ChannelSite site, int channel, string clause, int rank) =>
        _locks.Add((Node(site, channel), new ChannelLock(site, clause, rank)));

    public void LockAll(ChannelSite site, string clause, int rank)
    {
        for (var c = 0; c < site.Channels; c++) Lock(site, c, clause, rank);
    }

    /// <summary>The sets of channels, each with its lock if it has one, in the order of places and channels.</summary>
    public IReadOnlyList<ChannelSet> Sets()
    {
        var locks = _locks.GroupBy(l => Root(l.Node)).ToDictionary(g => g.Key, g => g.Select(l => l.Lock).MinBy(l => l.Rank));
        return _sites
            .SelectMany(site => Enumerable.Range(0, site.Channels).Select(c => (Site: site, Channel: c)))
            .GroupBy(m => Root(Node(m.Site, m.Channel)))
            .Select(g => new ChannelSet([.. g.Select(m => (m.Site, (long)m.Channel))], locks.GetValueOrDefault(g.Key)))
            .ToArray();
    }

    private int Node(ChannelSite site, long channel) => _offsets[site] + (int)channel;

    private int Root(int node)
    {
        while (_parents[node] != node) node = _parents[node] = _parents[_parents[node]];
        return node;
    }
}

/// <summary>Channels that go together.</summary>
/// <param name="Channels">The channels, place by place.</param>
/// <param name="Lock">Why they stay, or <see langword="null"/> if they may go.</param>
internal sealed record ChannelSet(IReadOnlyList<(ChannelSite Site, long Channel)> Channels, ChannelLock? Lock);
