using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The steps of discovery: a look at the example, the search for coupled channels, the trial of their removal.</summary>
internal static class GraphDiscovery
{
    public static FilterGraph Run(nn.Module model, ModelForward forward, Action requireExample, DiscoveryOptions options)
    {
        options.Validate();
        using var quiet = new EvaluationMode(model);
        using var scope = NewDisposeScope();
        var watched = WatchedModel.Of(model);
        requireExample();
        using var reference = ReferenceForward.Of(watched, forward);
        reference.RequireFinite(watched);
        var (groups, locks) = ChannelSearch.Find(watched, forward, reference, options);
        var layers = LayersOf(reference, groups);
        if (options.Verify && groups.Count > 0) (groups, locks) = Verified(watched, layers, forward, reference, groups, locks);
        if (groups.Count == 0)
        {
            throw new ArgumentException(
                $"The model {model.GetType().Name} has no removable filters: " +
                $"{string.Join("; ", locks.Select(l => $"{l.Layer}: {l.Reason}"))}.",
                nameof(model));
        }
        var normForm = new DoublingProbe(watched, forward, reference).Find(groups);
        return new FilterGraph(
            layers, GroupBuilder.Renumbered(groups, normForm), GroupBuilder.Merged(locks), ModelCost.Of(model, reference, layers));
    }

    private static (IReadOnlyList<FilterGroup>, IReadOnlyList<FilterLock>) Verified(
        WatchedModel model, IReadOnlyList<PrunableLayer> layers, ModelForward forward, ReferenceForward reference,
        IReadOnlyList<FilterGroup> groups, IReadOnlyList<FilterLock> locks)
    {
        using var trial = RemovalTrial.Of(model, layers, forward, reference);
        var (passed, failed) = GraphVerifier.Keep(groups, trial.Difference);
        return (passed, [.. locks, .. failed]);
    }

    private static PrunableLayer[] LayersOf(ReferenceForward reference, IReadOnlyList<FilterGroup> groups) =>
        reference.Calls.Select(c => (PrunableLayer)c.Watched.Layer)
            .Concat(groups.SelectMany(g => g.Members).Select(m => m.Target).OfType<OwnTensorLayer>())
            .Distinct().ToArray();
}
