namespace HierKD;

/// <summary>Finds, by probes, which channels of each source a place that reads channels depends on.</summary>
/// <remarks>
/// First every source as a whole, to see which places it reaches. Then all sources at once, in as many probes as the channels' indices have
/// bits and as many with the bits inverted: a place that sees exactly one of each pair depends on one index. Where both are seen several
/// channels meet; there the sources are taken one by one (those that never meet at once), by bits again and at last channel by channel.
/// </remarks>
internal sealed class Dependencies
{
    /// <summary>A source with more channels than this is not taken channel by channel; all of it counts as one then.</summary>
    private const int MostSingleProbes = 16384;

    /// <summary>How many channels of a source are tried to see whether it is mixed as a whole.</summary>
    private const int Samples = 4;

    private readonly Action<IReadOnlyList<ProbePattern>, Action<int, ChannelSite, bool[]>> _run;
    private readonly Action<ChannelSite, int, ChannelSite, int> _depends;
    private readonly Action<ChannelSite, ChannelSite, int>? _several;
    private readonly IReadOnlyList<ChannelSite> _sources;
    private readonly Dictionary<(ChannelSite Source, ChannelSite Reader), bool[]> _reach = [];

    private Dependencies(
        IReadOnlyList<ChannelSite> sources,
        Action<IReadOnlyList<ProbePattern>, Action<int, ChannelSite, bool[]>> run,
        Action<ChannelSite, int, ChannelSite, int> depends,
        Action<ChannelSite, ChannelSite, int>? several)
    {
        _sources = sources;
        _run = run;
        _depends = depends;
        _several = several;
    }

    /// <summary>Reports every dependency: source, its channel, reader, its channel.</summary>
    /// <param name="sources">Where channels are made.</param>
    /// <param name="run">Runs probes and reports, for a probe and a reader, which of its channels were NaN.</param>
    /// <param name="depends">Is told each dependency.</param>
    /// <param name="several">
    /// Is told of a channel of a reader that depends on several of a source, in place of each of these; <see langword="null"/> to find them
    /// one by one.
    /// </param>
    public static void Find(
        IReadOnlyList<ChannelSite> sources,
        Action<IReadOnlyList<ProbePattern>, Action<int, ChannelSite, bool[]>> run,
        Action<ChannelSite, int, ChannelSite, int> depends,
        Action<ChannelSite, ChannelSite, int>? several = null)
    {
        if (sources.Count == 0) return;
        var search = new Dependencies(sources, run, depends, several);
        search.FindReach();
        search.Resolve();
    }

    private void FindReach() =>
        _run(_sources.Select(ProbePattern.Whole).ToArray(), (probe, reader, nan) => _reach[(_sources[probe], reader)] = nan);

    private void Resolve()
    {
        // At once: each reader's channel has one code, which holds for every source that reaches it.
        var codes = Codes([_sources.ToHashSet()])[0];
        var several = new Pending(_reach, _reach).Where((source, reader, channel) => !Settle(codes, source, reader, channel));
        var rounds = WithoutWholeMixtures(several).Rounds().Select(r => r.Sources).ToArray();
        var own = rounds.Zip(Codes(rounds)).SelectMany(r => r.First.Select(source => (source, r.Second))).ToDictionary();
        var rest = several.Where(
            (source, reader, channel) => own.TryGetValue(source, out var code) && !Settle(code, source, reader, channel));
        // A source may meet one reader channel by channel and others only behind a layer that mixes everything.
        OneByOne(WithoutWholeMixtures(rest));
    }

    /// <summary>
    /// Sources of which a few channels each reach all that is open of the source are taken to be mixed as a whole, by a layer whose inside
    /// cannot be seen: there is no need to follow every channel of them.
    /// </summary>
    private Pending WithoutWholeMixtures(Pending pending)
    {
        if (_several is not null) return pending;
        var rounds = pending.Rounds().ToArray();
        var mixed = pending.Sources.Where(s => s.Channels > 2 * Samples).ToHashSet();
        var probes = rounds.SelectMany(r => Enumerable.Range(0, Samples).Select(i => (Round: r, Probe: Sample(i, r.Sources)))).ToArray();
        var seen = probes.Select(_ => new Dictionary<ChannelSite, bool[]>()).ToArray();
        _run([.. probes.Select(p => p.Probe)], (probe, reader, nan) => seen[probe][reader] = nan);
        for (var p = 0; p < probes.Length; p++)
        {
            var reached = seen[p];
            probes[p].Round.ForEach((source, reader, channel) =>
            {
                if (!reached.TryGetValue(reader, out var nan) || !nan[channel]) mixed.Remove(source);
            });
        }
        foreach (var source in mixed) JoinAll(pending, source);
        return pending.Where((source, _, _) => !mixed.Contains(source));

        static ProbePattern Sample(int index, IReadOnlySet<ChannelSite> sources) =>
            ProbePattern.Of((source, channel) => sources.Contains(source) && channel == (source.Channels - 1) * index / (Samples - 1));
    }

    /// <summary>Reports enough to join all channels of a source and all that they reach.</summary>
    private void JoinAll(Pending pending, ChannelSite source)
    {
        (ChannelSite Reader, int Channel)? first = null;
        pending.ForEach((from, reader, channel) =>
        {
            if (from != source) return;
            first ??= (reader, channel);
            _depends(source, 0, reader, channel);
        });
        for (var c = 0; c < source.Channels && first is var (reader, channel); c++) _depends(source, c, reader, channel);
    }

    private bool Settle(ReaderCodes codes, ChannelSite source, ChannelSite reader, int channel)
    {
        var code = codes.Of(reader, channel);
        if (code is null || code >= source.Channels) return false;
        _depends(source, code.Value, reader, channel);
        return true;
    }

    private ReaderCodes[] Codes(IReadOnlySet<ChannelSite>[] rounds)
    {
        var codes = rounds.Select(r => new ReaderCodes(Math.Max(1, (int)Math.Ceiling(Math.Log2(r.Max(s => s.Channels)))))).ToArray();
        var probes = rounds.SelectMany(
            (r, round) => Enumerable.Range(0, 2 * codes[round].Bits).Select(p => (Round: round, Bit: p / 2, Set: p % 2 == 0))).ToArray();
        _run(
            [.. probes.Select(p => ProbePattern.Bit(p.Bit, p.Set, rounds[p.Round]))],
            (probe, reader, nan) => codes[probes[probe].Round].Add(reader, probes[probe].Bit, probes[probe].Set, nan));
        return codes;
    }

    private void OneByOne(Pending pending)
    {
        if (_several is not null)
        {
            pending.ForEach(_several);
            return;
        }
        foreach (var wide in pending.Sources.Where(s => s.Channels > MostSingleProbes)) JoinAll(pending, wide);
        foreach (var round in pending.Where((source, _, _) => source.Channels <= MostSingleProbes).Rounds())
        {
            var probes =
                Enumerable.Range(0, round.Sources.Max(s => s.Channels)).Select(c => ProbePattern.Single(c, round.Sources)).ToArray();
            _run(probes, (probe, reader, nan) =>
            {
                foreach (var (source, channels) in round.At(reader))
                {
                    if (probe >= source.Channels) continue;
                    for (var c = 0; c < channels.Length; c++)
                    {
                        if (channels[c] && nan[c]) _depends(source, probe, reader, c);
                    }
                }
            });
        }
    }
}
