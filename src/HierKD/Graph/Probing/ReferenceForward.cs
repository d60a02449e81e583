using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// What a model computes on its example input, layer by layer, and how samples lie in every tensor: the values that probes are written
/// into.
/// </summary>
internal sealed class ReferenceForward : IDisposable
{
    /// <summary>How far two runs on the same values may differ, relative to the largest value.</summary>
    private static double Repeated(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float64 ? 1e-4 : 2e-2;

    private ReferenceForward(
        IReadOnlyList<LayerRun> calls, IReadOnlyList<Tensor> outputs, IReadOnlyList<SampleLayout?> outputLayouts, bool isBatched)
    {
        Calls = calls;
        Outputs = outputs;
        OutputLayouts = outputLayouts;
        IsBatched = isBatched;
        Shapes = new CallShapes(
            [.. calls.Select(c => CallShape.Of(c.Watched, c.Input, c.Output))], [.. outputs.Select(o => o.shape)]);
    }

    /// <summary>The shapes of all that.</summary>
    public CallShapes Shapes { get; }

    /// <summary>The calls of layers, in order; of a single sample if <see cref="IsBatched"/>.</summary>
    public IReadOnlyList<LayerRun> Calls { get; }

    public IReadOnlyList<Tensor> Outputs { get; }

    public IReadOnlyList<SampleLayout?> OutputLayouts { get; }

    /// <summary>Whether each sample goes through the network by itself, so that one pass can carry several probes.</summary>
    public bool IsBatched { get; }

    /// <exception cref="ArgumentException">The forward throws, changes its input, gives values that are not finite, is random, or takes
    /// another path for other data.</exception>
    public static ReferenceForward Of(WatchedModel model, ModelForward forward) => Of(model, forward, batched: true, mayBeRandom: false);

    /// <summary>
    /// The same in training mode; <see langword="null"/> if it cannot be had: the forward may want more than the example, or take another
    /// path each time. Those who only cut a model do not miss it.
    /// </summary>
    public static ReferenceForward? InTraining(WatchedModel model, TrainingModeForward forward)
    {
        // What normalises a batch of its own fails on a single sample.
        foreach (var batched in new[] { true, false })
        {
            try
            {
                var reference = Of(model, forward, batched, mayBeRandom: true);
                if (reference.Calls.All(c => c.Output.isfinite().all().ToBoolean())) return reference;
                reference.Dispose();
            }
            catch (Exception failure) when (DiscoveryWatch.IsForwards(failure))
            {
            }
        }
        return null;
    }

    private static ReferenceForward Of(WatchedModel model, ModelForward forward, bool batched, bool mayBeRandom)
    {
        if (batched && forward.HasSamples && TryBatched(model, forward, mayBeRandom) is { } found) return found;
        var (calls, outputs) = ForwardRecorder.Record(model, forward.Run);
        try
        {
            if (!mayBeRandom) RequireRepeatable(model, forward.Run, calls, outputs);
        }
        catch
        {
            Release(calls, outputs);
            throw;
        }
        return new ReferenceForward(calls, outputs, outputs.Select(_ => (SampleLayout?)null).ToArray(), isBatched: false);
    }

    /// <exception cref="ArgumentException">A layer gives values that are not finite: a probe could not be told from them.</exception>
    public void RequireFinite(WatchedModel model)
    {
        foreach (var call in Calls)
        {
            if (call.Output.isfinite().all().ToBoolean()) continue;
            throw new ArgumentException(
                $"Layer '{call.Watched.Layer.Name}' of {model.Model.GetType().Name} gives values that are not finite on the example " +
                "input: load trained weights before pruning " +
                "(TorchSharp leaves the weights of a new GroupNorm uninitialised).", nameof(model));
        }
    }

    public void Dispose() => Release(Calls, Outputs);

    private static ReferenceForward? TryBatched(WatchedModel model, ModelForward forward, bool mayBeRandom)
    {
        try
        {
            return Batched(model, forward, mayBeRandom);
        }
        catch (Exception failure) when (forward.MayMistakeSamples && DiscoveryWatch.IsForwards(failure))
        {
            // What is wrong in any case shows again on the example as it is.
            return null;
        }
    }

    /// <summary>
    /// The reference on one sample, if a second sample beside it changes nothing but the length of one axis of every tensor.
    /// </summary>
    private static ReferenceForward? Batched(WatchedModel model, ModelForward forward, bool mayBeRandom)
    {
        var (calls, outputs) = ForwardRecorder.Record(model, () => forward.RunSamples(first: true, other: false));
        var keep = false;
        try
        {
            if (!mayBeRandom) RequireRepeatable(model, () => forward.RunSamples(first: true, other: false), calls, outputs);
            List<LayerRun?> both = [];
            var layouts = BesideAnother(model, forward, calls, outputs, both);
            RequireOnePath(model, forward, calls);
            keep = both.All(c => c is not null) && layouts.All(l => l is not null);
            return keep ? new ReferenceForward(both!, outputs, layouts, isBatched: true) : null;
        }
        finally
        {
            if (!keep) Release(calls, outputs);
        }
    }

    /// <summary>Runs the sample with another one beside it; adds each call with its layouts, and gives those of the outputs.</summary>
    private static SampleLayout?[] BesideAnother(
        WatchedModel model, ModelForward forward, IReadOnlyList<LayerRun> calls, IReadOnlyList<Tensor> outputs, List<LayerRun?> both)
    {
        var (path, given) = (new List<WatchedLayer>(), 0);
        var layouts = ForwardRecorder.Visit(
            model.Layers, () => forward.RunSamples(first: true, other: true),
            (watched, input, output) =>
            {
                path.Add(watched);
                if (IsCall(calls, path)) both.Add(WithLayouts(calls[path.Count - 1], input, output));
            },
            output => given < outputs.Count ? LayoutOf(outputs[given++], output) : null);
        RequireSamePath(model, calls, path);
        return layouts.Length == outputs.Count ? layouts : [null];
    }

    private static bool IsCall(IReadOnlyList<LayerRun> calls, List<WatchedLayer> path) =>
        path.Count <= calls.Count && calls[path.Count - 1].Watched == path[^1];

    private static LayerRun? WithLayouts(LayerRun one, long[] input, Tensor output) =>
        SampleLayout.Between(one.Input, input) is { } inputLayout && LayoutOf(one.Output, output) is { } outputLayout
            ? one with { InputLayout = inputLayout, OutputLayout = outputLayout }
            : null;

    /// <summary>The layout, unless the second sample changed the first one's values: then the axis is no batch.</summary>
    private static SampleLayout? LayoutOf(Tensor one, Tensor two)
    {
        if (SampleLayout.Between(one.shape, two.shape) is not { } layout) return null;
        using var scope = NewDisposeScope();
        var difference = (layout.First(two) - one).abs().max().ToDouble();
        var scale = one.abs().max().ToDouble();
        return difference <= 1e-3 * scale + 1e-12 ? layout : null;
    }

    private static void RequireRepeatable(
        WatchedModel model, Func<Tensor[]> forward, IReadOnlyList<LayerRun> calls, IReadOnlyList<Tensor> outputs)
    {
        var (path, given) = (new List<WatchedLayer>(), 0);
        string? first = null;
        var same = ForwardRecorder.Visit(
            model.Layers, forward,
            (watched, _, output) =>
            {
                path.Add(watched);
                if (IsCall(calls, path) && !IsSame(calls[path.Count - 1].Output, output)) first ??= watched.Layer.Name;
            },
            output => given < outputs.Count && IsSame(outputs[given++], output));
        RequireSamePath(model, calls, path);
        if (first is not null) throw Random(model, $"first in what layer '{first}' gives");
        if (!same.All(s => s) || same.Length != outputs.Count) throw Random(model, "in the model's output");
    }

    /// <exception cref="ArgumentException">Two runs on the same values differ.</exception>
    public static void RequireRepeated(WatchedModel model, IReadOnlyList<LayerReading> one, IReadOnlyList<LayerReading>? again)
    {
        if (again is null) return;
        var differing =
            one.Zip(again).Where(r => !r.First.Agrees(r.Second, new TrialTolerance(Repeated(r.First.Type)))).Select(r => r.First.Layer);
        if (differing.FirstOrDefault() is { } layer) throw Random(model, $"first in what layer '{layer}' reads");
    }

    private static bool IsSame(Tensor one, Tensor again)
    {
        if (!one.shape.SequenceEqual(again.shape)) return false;
        using var scope = NewDisposeScope();
        // Some of a GPU's kernels add in any order. What is not finite is refused elsewhere.
        var difference = (one - again).abs().nan_to_num(0).max().to(ScalarType.Float64).ToDouble();
        return difference <= Repeated(one.dtype) * one.abs().nan_to_num(0).max().to(ScalarType.Float64).ToDouble();
    }

    private static ArgumentException Random(WatchedModel model, string where) => new(
        $"The forward of {model.Model.GetType().Name} is random in evaluation mode: two calls on one input differ, {where}. Every level " +
        "has to compute the same from the same input. functional.dropout(x, p) drops values in evaluation mode as well: write " +
        "functional.dropout(x, p, training), with the module's own flag. Where a forward draws samples, draw them outside of it.",
        nameof(model));

    private static void RequireOnePath(WatchedModel model, ModelForward forward, IReadOnlyList<LayerRun> calls)
    {
        List<WatchedLayer> path = [];
        _ = ForwardRecorder.Visit(
            model.Layers, () => forward.RunSamples(first: false, other: true), (watched, _, _) => path.Add(watched), _ => true);
        RequireSamePath(model, calls, path);
    }

    private static void RequireSamePath(WatchedModel model, IReadOnlyList<LayerRun> calls, IReadOnlyList<WatchedLayer> path)
    {
        if (calls.Select(c => c.Watched).SequenceEqual(path)) return;
        throw PathChanges(model, calls.Select(c => c.Watched.Layer.Name), path.Select(w => w.Layer.Name));
    }

    /// <summary>The exception for a forward whose calls depend on its data.</summary>
    public static ArgumentException PathChanges(WatchedModel model, IEnumerable<string> calls, IEnumerable<string> others)
    {
        var (first, second) = (calls.ToArray(), others.ToArray());
        var at = first.Zip(second).TakeWhile(p => p.First == p.Second).Count();
        return new ArgumentException(
            $"The forward of {model.Model.GetType().Name} takes another path for other data: its call {at + 1} of a layer is of " +
            $"{Call(first)} for one input and of {Call(second)} for another. " +
            "A layer that is called for some inputs only cannot be pruned safely; call every layer for every input.", nameof(model));

        string Call(string[] path) => at < path.Length ? $"'{path[at]}'" : "none";
    }

    private static void Release(IEnumerable<LayerRun> calls, IEnumerable<Tensor> outputs)
    {
        foreach (var call in calls) call.Output.Dispose();
        foreach (var output in outputs) output.Dispose();
    }
}
