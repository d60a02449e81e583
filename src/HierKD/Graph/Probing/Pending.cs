namespace HierKD;

/// <summary>Dependencies of which only the source and the reader's channels are known so far.</summary>
internal sealed class Pending
{
    private readonly Dictionary<(ChannelSite Source, ChannelSite Reader), bool[]> _open;
    private readonly Dictionary<(ChannelSite Source, ChannelSite Reader), bool[]> _reach;
    private readonly ILookup<ChannelSite, (ChannelSite Source, bool[] Channels)> _byReader;
    private readonly ILookup<ChannelSite, (ChannelSite Reader, bool[] Channels)> _bySource;

    /// <param name="open">The channels of each reader, by source, that are not settled.</param>
    /// <param name="reach">All that a source reaches, settled or not.</param>
    public Pending(
        Dictionary<(ChannelSite Source, ChannelSite Reader), bool[]> open,
        Dictionary<(ChannelSite Source, ChannelSite Reader), bool[]> reach)
    {
        _open = open;
        _reach = reach;
        _byReader = open.ToLookup(r => r.Key.Reader, r => (r.Key.Source, r.Value));
        _bySource = open.ToLookup(r => r.Key.Source, r => (r.Key.Reader, r.Value));
        Sources = open.Keys.Select(k => k.Source).ToHashSet();
    }

    public IReadOnlySet<ChannelSite> Sources { get; }

    /// <summary>The sources with open channels of a reader.</summary>
    public IEnumerable<(ChannelSite Source, bool[] Channels)> At(ChannelSite reader) => _byReader[reader];

    /// <summary>Visits every open dependency.</summary>
    public void ForEach(Action<ChannelSite, ChannelSite, int> visit)
    {
        foreach (var ((source, reader), channels) in _open)
        {
            for (var c = 0; c < channels.Length; c++)
            {
                if (channels[c]) visit(source, reader, c);
            }
        }
    }

    /// <summary>Those for which <paramref name="isOpen"/> holds.</summary>
    public Pending Where(Func<ChannelSite, ChannelSite, int, bool> isOpen)
    {
        var rest = new Dictionary<(ChannelSite, ChannelSite), bool[]>();
        foreach (var ((source, reader), channels) in _open)
        {
            var left = channels.Select((open, c) => open && isOpen(source, reader, c)).ToArray();
            if (left.Contains(true)) rest[(source, reader)] = left;
        }
        return new Pending(rest, _reach);
    }

    /// <summary>
    /// Splits into rounds in which no open channel of a source is reached by another source of the round, so that they can be probed at
    /// once.
    /// </summary>
    public IEnumerable<Pending> Rounds()
    {
        List<List<ChannelSite>> rounds = [];
        foreach (var source in Sources)
        {
            var round = rounds.FirstOrDefault(r => r.All(other => !Meet(source, other) && !Meet(other, source)));
            if (round is null) rounds.Add(round = []);
            round.Add(source);
        }
        return rounds.Select(round => new Pending(_open.Where(o => round.Contains(o.Key.Source)).ToDictionary(), _reach));
    }

    private bool Meet(ChannelSite source, ChannelSite other)
    {
        foreach (var (reader, open) in _bySource[source])
        {
            if (!_reach.TryGetValue((other, reader), out var reached)) continue;
            for (var c = 0; c < open.Length; c++)
            {
                if (open[c] && reached[c]) return true;
            }
        }
        return false;
    }
}
