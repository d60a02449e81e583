namespace HierKD;

/// <summary>Finds, by probes, which channels of each source a place that reads channels depends on.</summary>
/// <remarks>
/// First every source as a whole, to see which places it reaches. Then all sources at once, in as many probes as the channels' indices have bits and as many with
/// the bits inverted: a place that sees exactly one of each pair depends on one index. Where both are seen several channels meet; there the sources are taken one
/// by one (those that never meet at once), by bits again and at last channel by channel.
/// </remarks>
internal sealed class Dependencies
{
    /// <summary>A source with more channels than this is not taken channel by channel; all of it counts as one then.</summary>
    private const int MostSinglePasses = 16384;

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
    /// Is told of a channel of a reader that depends on several of a source, in place of each of these; <see langword="null"/> to find them one by one.
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

    private void FindReach() => _run(_sources.Select(ProbePattern.Whole).ToArray(), (probe, reader, nan) => _reach[(_sources[probe], reader)] = nan);

    private void Resolve()
    {
        var all = new Pending(_reach, _reach);
        // At once: each reader's channel has one code, which holds for every source that reaches it.
        var codes = Codes(_sources.ToHashSet());
        var several = all.Where((source, reader, channel) => !Settle(codes, source, reader, channel));
        foreach (var round in several.Rounds())
        {
            var own = Codes(round.Sources);
            var rest = round.Where((source, reader, channel) => !Settle(own, source, reader, channel));
            foreach (var last in rest.Rounds()) OneByOne(last);
        }
    }

    private bool Settle(ReaderCodes codes, ChannelSite source, ChannelSite reader, int channel)
    {
        var code = codes.Of(reader, channel);
        if (code is null || code >= source.Channels) return false;
        _depends(source, code.Value, reader, channel);
        return true;
    }

    private ReaderCodes Codes(IReadOnlySet<ChannelSite> sources)
    {
        var bits = Math.Max(1, (int)Math.Ceiling(Math.Log2(sources.Max(s => s.Channels))));
        var codes = new ReaderCodes(bits);
        var probes = Enumerable.Range(0, 2 * bits).Select(p => ProbePattern.Bit(p / 2, p % 2 == 0, sources)).ToArray();
        _run(probes, (probe, reader, nan) => codes.Add(reader, probe / 2, probe % 2 == 0, nan));
        return codes;
    }

    private void OneByOne(Pending pending)
    {
        if (_several is not null)
        {
            pending.ForEach(_several);
            return;
        }
        var whole = new HashSet<ChannelSite>();
        pending.Where((source, _, _) => source.Channels > MostSinglePasses).ForEach((source, reader, channel) =>
        {
            // Once its channels are one, any of them stands for all.
            var channels = whole.Add(source) ? source.Channels : 1;
            for (var c = 0; c < channels; c++) _depends(source, c, reader, channel);
        });
        var rest = pending.Where((source, _, _) => source.Channels <= MostSinglePasses);
        if (rest.Sources.Count == 0) return;
        var probes = Enumerable.Range(0, rest.Sources.Max(s => s.Channels)).Select(c => ProbePattern.Single(c, rest.Sources)).ToArray();
        _run(probes, (probe, reader, nan) =>
        {
            foreach (var (source, channels) in rest.At(reader))
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
