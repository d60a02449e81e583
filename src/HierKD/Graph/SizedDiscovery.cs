using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The steps of discovery with inputs of one size: a look at the example, the search for coupled channels, the trial of their removal.
/// </summary>
internal sealed class SizedDiscovery(WatchedModel watched, ExcludedParts excluded, DiscoveryOptions options, DiscoveryWatch watch)
{
    public WatchedModel Model => watched;

    public DiscoveryOptions Options => options;

    /// <summary>Finds the graph.</summary>
    public SizedGraph Run(ModelForward forward, TrainingModeForward inTraining)
    {
        using var scope = NewDisposeScope();
        watch.Phase = DiscoveryPhase.Example;
        using var reference = ReferenceForward.Of(watched, forward);
        reference.RequireFinite(watched);
        var trainsOnOne = TrainingPath.OfSameLayers(watched, inTraining, reference);
        using var training = trainsOnOne is null ? ReferenceForward.InTraining(watched, inTraining) : null;
        trainsOnOne ??= training?.IsBatched;
        var evaluationPass = new ProbePass(watched, forward, reference);
        var trainingPass =
            training is null || reference.Shapes.Covers(training.Shapes) ? null : new ProbePass(watched, inTraining, training);
        watch.Phase = DiscoveryPhase.Search;
        var (groups, locks) = Search(evaluationPass, ref trainingPass, trainsOnOne is not null);
        var layers = LayersOf(evaluationPass, trainingPass, groups);
        using var outputs = new RandomOutputs(reference.Shapes, reference.Outputs[0].device);
        (bool, bool)? variation = null;
        if (options.Verify && groups.Count > 0)
        {
            watch.Phase = DiscoveryPhase.Trial;
            using var trial = RemovalTrial.Of(watched, layers, forward, reference, outputs);
            using var trainingTrial = trainsOnOne is { } one ? new TrainingTrial(watched, layers, inTraining, one) : null;
            (groups, locks) = Verified(groups, locks, trial, trainingTrial);
            variation = trial.Kind;
        }
        if (groups.Count == 0) throw NoFilters.Refusal(watched, locks);
        var normForm = new DoublingProbe(watched, forward, reference, outputs).Find(groups);
        var graph = new FilterGraph(
            layers, GroupBuilder.Renumbered(groups, normForm), GroupBuilder.Merged(locks),
            ModelCost.Of(watched.Model, reference.Shapes, layers));
        return new SizedGraph(graph, reference.IsBatched, trainsOnOne, variation);
    }

    /// <summary>
    /// Whether what was found with inputs of another size holds for these: removal is tried once, of all groups together.
    /// </summary>
    /// <param name="found">What was found.</param>
    /// <param name="shapes">What goes through the model here.</param>
    /// <param name="forward">Runs the model.</param>
    /// <param name="inTraining">Runs it in training mode.</param>
    public bool Passes(SizedGraph found, CallShapes shapes, ModelForward forward, TrainingModeForward inTraining)
    {
        if (!options.Verify) return true;
        watch.Phase = DiscoveryPhase.Trial;
        var graph = found.Graph;
        if (RemovalTrial.DifferenceOnce(watched, graph, forward, shapes, found.Variation) is not null) return false;
        if (found.TrainsOnOne is not { } one) return true;
        using var trainingTrial = new TrainingTrial(watched, graph.Layers, inTraining, one, masks: 1);
        return trainingTrial.Difference(graph.Groups) is null;
    }

    /// <summary>The same graph with the multiply-adds of another size.</summary>
    public FilterGraph OfSize(FilterGraph graph, CallShapes shapes) =>
        new(graph.Layers, graph.Groups, graph.Locks, ModelCost.Of(watched.Model, shapes, graph.Layers));

    private static (IReadOnlyList<FilterGroup>, IReadOnlyList<FilterLock>) Verified(
        IReadOnlyList<FilterGroup> groups, IReadOnlyList<FilterLock> locks, RemovalTrial trial, TrainingTrial? trainingTrial)
    {
        var blind = groups.Select(g => (Group: g, Reason: trial.Blindness(g))).Where(g => g.Reason is not null).ToArray();
        var (passed, failed) = GraphVerifier.Keep(
            [.. groups.Except(blind.Select(b => b.Group))], some => trial.Difference(some) ?? trainingTrial?.Difference(some));
        return (passed, [.. locks, .. blind.SelectMany(b => GroupBuilder.Locked(b.Group, b.Reason!)), .. failed]);
    }

    /// <summary>A forward that takes another path in training mode each time is looked at in evaluation mode alone.</summary>
    private (IReadOnlyList<FilterGroup>, IReadOnlyList<FilterLock>) Search(
        ProbePass evaluation, ref ProbePass? training, bool knowsTraining)
    {
        if (training is not null)
        {
            try
            {
                return ChannelSearch.Find(watched, [evaluation, training], knowsTraining, excluded, options);
            }
            catch (ArgumentException)
            {
                training = null;
            }
        }
        return ChannelSearch.Find(watched, [evaluation], knowsTraining, excluded, options);
    }

    /// <summary>
    /// In the order of the forward pass. Layers that only training calls come before the last one, which the network's answer is made by.
    /// </summary>
    private static PrunableLayer[] LayersOf(ProbePass evaluation, ProbePass? training, IReadOnlyList<FilterGroup> groups)
    {
        var called = evaluation.Called.Select(w => (PrunableLayer)w.Layer).ToList();
        var heads = training?.Called.Except(evaluation.Called).Select(w => (PrunableLayer)w.Layer) ?? [];
        called.InsertRange(Math.Max(0, called.FindLastIndex(l => l.Role == LayerRole.Mixing)), heads);
        return [.. called.Concat(groups.SelectMany(g => g.Members).Select(m => m.Target).OfType<OwnTensorLayer>()).Distinct()];
    }
}
