using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// What a model computes on its example input, layer by layer, and how samples lie in every tensor: the values that probes are written
/// into.
/// </summary>
internal sealed class ReferenceForward : IDisposable
{
    private ReferenceForward(
        IReadOnlyList<LayerRun> calls, IReadOnlyList<Tensor> outputs, IReadOnlyList<SampleLayout?> outputLayouts, bool isBatched)
    {
        Calls = calls;
        Outputs = outputs;
        OutputLayouts = outputLayouts;
        IsBatched = isBatched;
    }

    /// <summary>The calls of layers, in order; of a single sample if <see cref="IsBatched"/>.</summary>
    public IReadOnlyList<LayerRun> Calls { get; }

    public IReadOnlyList<Tensor> Outputs { get; }

    public IReadOnlyList<SampleLayout?> OutputLayouts { get; }

    /// <summary>Whether each sample goes through the network by itself, so that one pass can carry several probes.</summary>
    public bool IsBatched { get; }

    /// <exception cref="ArgumentException">The forward throws, changes its input, gives values that are not finite, or takes another path
    /// for other data.</exception>
    public static ReferenceForward Of(WatchedModel model, ModelForward forward)
    {
        if (forward.HasSamples && Batched(model, forward) is { } batched) return batched;
        var (calls, outputs) = ForwardRecorder.Record(model, forward.Run);
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

    /// <summary>
    /// The reference on one sample, if a second sample beside it changes nothing but the length of one axis of every tensor.
    /// </summary>
    private static ReferenceForward? Batched(WatchedModel model, ModelForward forward)
    {
        var one = ForwardRecorder.Record(model, () => forward.RunSamples(first: true, other: false));
        var keep = false;
        try
        {
            var two = ForwardRecorder.Record(model, () => forward.RunSamples(first: true, other: true));
            try
            {
                RequireSamePath(model, one.Calls, two.Calls);
                RequireOnePath(model, forward, one.Calls);
                var calls = one.Calls.Zip(two.Calls, WithLayouts).ToArray();
                var layouts = one.Outputs.Zip(two.Outputs, LayoutOf).ToArray();
                keep = calls.All(c => c is not null) && layouts.All(l => l is not null);
                return keep ? new ReferenceForward(calls!, one.Outputs, layouts, isBatched: true) : null;
            }
            finally
            {
                Release(two.Calls, two.Outputs);
            }
        }
        finally
        {
            if (!keep) Release(one.Calls, one.Outputs);
        }
    }

    private static LayerRun? WithLayouts(LayerRun one, LayerRun two) =>
        SampleLayout.Between(one.Input, two.Input) is { } input && LayoutOf(one.Output, two.Output) is { } output
            ? one with { InputLayout = input, OutputLayout = output }
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

    private static void RequireOnePath(WatchedModel model, ModelForward forward, IReadOnlyList<LayerRun> calls)
    {
        var other = ForwardRecorder.Record(model, () => forward.RunSamples(first: false, other: true));
        Release(other.Calls, other.Outputs);
        RequireSamePath(model, calls, other.Calls);
    }

    private static void RequireSamePath(WatchedModel model, IReadOnlyList<LayerRun> calls, IReadOnlyList<LayerRun> others)
    {
        if (calls.Select(c => c.Watched).SequenceEqual(others.Select(c => c.Watched))) return;
        throw PathChanges(model, calls.Select(c => c.Watched.Layer.Name), others.Select(c => c.Watched.Layer.Name));
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
