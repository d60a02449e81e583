using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The steps of discovery: a look at the example, the search for coupled channels, the trial of their removal.</summary>
internal static class GraphDiscovery
{
    public static FilterGraph Run(nn.Module model, ModelForward forward, Action requireExample, DiscoveryOptions options)
    {
        // A forward may draw random numbers, which are the caller's.
        using var random = new RandomState();
        options.Validate();
        return NativeMessage.Within(
            () =>
                $"The forward of {model.GetType().Name} runs on the example, but not while it is looked at, with values that are not " +
                "numbers or are drawn",
            () => Discover(model, forward, requireExample, options));
    }

    private static FilterGraph Discover(nn.Module model, ModelForward forward, Action requireExample, DiscoveryOptions options)
    {
        // Before the flags of the user's modules are put aside.
        var inTraining = new TrainingModeForward(model, forward);
        using var quiet = new EvaluationMode(model);
        using var scope = NewDisposeScope();
        var watched = WatchedModel.Of(model);
        var excluded = ExcludedParts.Of(watched, options);
        requireExample();
        using var reference = ReferenceForward.Of(watched, forward);
        reference.RequireFinite(watched);
        using var training = ReferenceForward.InTraining(watched, inTraining);
        var evaluationPass = new ProbePass(watched, forward, reference);
        var trainingPass =
            training is null || reference.Covers(training) ? null : new ProbePass(watched, inTraining, training);
        var (groups, locks) = Search(watched, evaluationPass, ref trainingPass, training is not null, excluded, options);
        var layers = LayersOf(evaluationPass, trainingPass, groups);
        using var outputs = new RandomOutputs(reference.Calls, reference.Outputs[0].device);
        if (options.Verify && groups.Count > 0)
        {
            using var trial = RemovalTrial.Of(watched, layers, forward, reference, outputs);
            using var trainingTrial = training is null ? null : new TrainingTrial(watched, layers, inTraining, training.IsBatched);
            (groups, locks) = Verified(groups, locks, trial, trainingTrial);
        }
        if (groups.Count == 0)
        {
            throw new ArgumentException(
                $"The model {model.GetType().Name} has no removable filters: {WhyNone(watched, locks)}.", nameof(model));
        }
        var normForm = new DoublingProbe(watched, forward, reference, outputs).Find(groups);
        return new FilterGraph(
            layers, GroupBuilder.Renumbered(groups, normForm), GroupBuilder.Merged(locks), ModelCost.Of(model, reference, layers));
    }

    private static (IReadOnlyList<FilterGroup>, IReadOnlyList<FilterLock>) Verified(
        IReadOnlyList<FilterGroup> groups, IReadOnlyList<FilterLock> locks, RemovalTrial trial, TrainingTrial? trainingTrial)
    {
        var blind = groups.Select(g => (Group: g, Reason: trial.Blindness(g))).Where(g => g.Reason is not null).ToArray();
        var (passed, failed) = GraphVerifier.Keep(
            [.. groups.Except(blind.Select(b => b.Group))], some => trial.Difference(some) ?? trainingTrial?.Difference(some));
        return (passed, [.. locks, .. blind.SelectMany(b => GroupBuilder.Locked(b.Group, b.Reason!)), .. failed]);
    }

    private static string WhyNone(WatchedModel model, IReadOnlyList<FilterLock> locks)
    {
        if (locks.Count == model.Layers.Count && locks.Count > 0 && locks.All(l => l.Reason == UncalledLayers.Unused))
        {
            return "the forward calls no layer of the model; a forward of your own has to call this very model";
        }
        if (locks.Count > 0) return string.Join("; ", locks.Select(l => $"{l.Layer}: {l.Reason}"));
        var script = model.Model.named_modules().Select(m => (Name: m.name, m.module)).Prepend(("The model itself", model.Model))
            .FirstOrDefault(m => m.Item2 is jit.ScriptModule);
        if (script.Item2 is not null)
        {
            return $"{script.Item1} is a TorchScript module, whose layers TorchSharp does not show; prune the model of TorchSharp's " +
                "modules that it corresponds to";
        }
        return model.Layers.Count > 0
            ? "it has no layer that makes filters (a convolution, a linear layer or an embedding)"
            : "it has no module of a kind that HierKD can shrink (convolutions, linear layers, embeddings, normalisations)" +
                (model.Opaque.Count == 0
                    ? ""
                    : $"; {string.Join(", ", model.Opaque.Select(o => $"{o.Name} is a {o.Module.GetType().Name}"))}");
    }

    /// <summary>A forward that takes another path in training mode each time is looked at in evaluation mode alone.</summary>
    private static (IReadOnlyList<FilterGroup>, IReadOnlyList<FilterLock>) Search(
        WatchedModel model, ProbePass evaluation, ref ProbePass? training, bool knowsTraining, ExcludedParts excluded,
        DiscoveryOptions options)
    {
        if (training is not null)
        {
            try
            {
                return ChannelSearch.Find(model, [evaluation, training], knowsTraining, excluded, options);
            }
            catch (ArgumentException)
            {
                training = null;
            }
        }
        return ChannelSearch.Find(model, [evaluation], knowsTraining, excluded, options);
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
