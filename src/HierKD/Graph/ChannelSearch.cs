using TorchSharp;

namespace HierKD;

/// <summary>Finds which channels of a model go together: probes, the layers' own ties, and what has to stay.</summary>
internal static class ChannelSearch
{
    /// <param name="model">The model.</param>
    /// <param name="passes">
    /// A way to run it, and where it calls other layers in training mode, a second one: what has to go together in one of them has to.
    /// </param>
    /// <param name="knowsTraining">Whether it is known what is called in training mode.</param>
    /// <param name="excluded">What keeps its channels.</param>
    /// <param name="options">Which filters may be removed.</param>
    public static (IReadOnlyList<FilterGroup> Groups, IReadOnlyList<FilterLock> Locks) Find(
        WatchedModel model, IReadOnlyList<ProbePass> passes, bool knowsTraining, ExcludedParts excluded, DiscoveryOptions options)
    {
        var called = passes.SelectMany(p => p.Called).Distinct().ToArray();
        excluded.RequireCalled(called, knowsTraining);
        var coupling = new ChannelCoupling();
        foreach (var site in called.SelectMany(SitesOf).Concat(passes.SelectMany(p => p.OutputSites))) coupling.Add(site);

        var uncalled = UncalledLayers.Find(model, called, passes[0]);
        var mixing = new MixingPlaces(model, uncalled.Where(u => u.IsUsed).Select(u => u.Lock.Layer));
        var read = new HashSet<(ChannelSite, int)>();
        var made = new HashSet<(ChannelSite, int)>();
        foreach (var pass in passes)
        {
            Dependencies.Find(
                [.. pass.Called.Select(w => w.Makes).OfType<ChannelSite>()],
                (probes, observe) => pass.Run(probes, options.ProbesPerPass, observe), Depends);
        }
        var own = new List<(ChannelSite Source, int Channel, ChannelSite Reader, int ReaderChannel)>();
        foreach (var site in new OwnTensorProbe(model, passes[0]).Find((s, c, r, rc) => own.Add((s, c, r, rc)))) coupling.Add(site);
        foreach (var (source, channel, reader, readerChannel) in own) Depends(source, channel, reader, readerChannel);

        JoinBundles(called, coupling);
        foreach (var site in called.Where(excluded.Has).SelectMany(SitesOf).Concat(coupling.Sites.Where(excluded.HasTensor)).ToArray())
        {
            coupling.LockAll(site, "is excluded", rank: 0);
        }
        LockAll(model, called, coupling, [.. passes.SelectMany(p => p.OutputSites)], passes[0].Called, read, made, options);
        var (groups, locks) = GroupBuilder.Build(coupling.Sets(), mixing);
        return (groups, [.. locks, .. uncalled.Select(u => u.Lock)]);

        void Depends(ChannelSite source, int channel, ChannelSite reader, int readerChannel)
        {
            coupling.Join(source, channel, reader, readerChannel);
            mixing.Add(source, channel, reader, readerChannel);
            made.Add((source, channel));
            if (source.Layer is ModuleLayer) read.Add((reader, readerChannel));
        }
    }

    private static IEnumerable<ChannelSite> SitesOf(WatchedLayer watched)
    {
        if (watched.Reads is { } reads) yield return reads;
        if (watched.Makes is { } makes) yield return makes;
    }

    private static void JoinBundles(IEnumerable<WatchedLayer> layers, ChannelCoupling coupling)
    {
        foreach (var watched in layers)
        {
            foreach (var bundle in watched.Layer.Bundles)
            {
                foreach (var (side, channel) in bundle.Skip(1))
                {
                    coupling.Join(Site(watched, bundle[0].Side), bundle[0].Channel, Site(watched, side), channel);
                }
            }
        }

        static ChannelSite Site(WatchedLayer watched, ChannelSide side) =>
            side == ChannelSide.Inputs ? watched.Reads! : watched.Makes ?? watched.Reads!;
    }

    private static void LockAll(
        WatchedModel model, IReadOnlyList<WatchedLayer> called, ChannelCoupling coupling, IReadOnlyList<ChannelSite> outputs,
        IReadOnlyList<WatchedLayer> evaluation, HashSet<(ChannelSite, int)> read, HashSet<(ChannelSite, int)> made,
        DiscoveryOptions options)
    {
        if (!options.PruneFirstLayer && called.FirstOrDefault(w => w.Makes is not null)?.Makes is { } first)
        {
            coupling.LockAll(first, "is the first layer (see DiscoveryOptions.PruneFirstLayer)", rank: 2);
        }
        foreach (var output in outputs) coupling.LockAll(output, "its outputs are the model's outputs", rank: 1);
        LockTies(model, coupling);
        foreach (var head in called.Except(evaluation).Where(w => w.Makes is not null))
        {
            // Nothing scores them: the loss that they serve is the training loop's affair.
            coupling.LockAll(head.Makes!, "is called in training mode alone", rank: 6);
        }
        foreach (var watched in called)
        {
            if (watched.Reads is { } reads) Unless(read, reads, "reads channels as well that no layer of a known kind makes", rank: 4);
            if (watched.Makes is { } makes) Unless(made, makes, "makes filters that nothing is seen to read", rank: 5);
        }

        void Unless(HashSet<(ChannelSite, int)> seen, ChannelSite site, string clause, int rank)
        {
            for (var c = 0; c < site.Channels; c++)
            {
                if (!seen.Contains((site, c))) coupling.Lock(site, c, clause, rank);
            }
        }
    }

    /// <summary>Layers that share a tensor keep their channels.</summary>
    private static void LockTies(WatchedModel model, ChannelCoupling coupling)
    {
        var sites = coupling.Sites.Where(s => s.Layer is ModuleLayer).ToLookup(s => s.Layer!);
        foreach (var tied in model.Layers
            .SelectMany(l => l.Layer.Tensors.Select(t => (l.Layer, t.Tensor.Handle)))
            .GroupBy(t => t.Handle)
            .Where(g => g.Count() > 1))
        {
            foreach (var (layer, _) in tied)
            {
                var other = tied.First(t => t.Layer != layer).Layer;
                foreach (var site in sites[layer]) coupling.LockAll(site, $"shares a tensor with layer '{other.Name}'", rank: 3);
            }
        }
    }
}
