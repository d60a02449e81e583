using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Makes the graph of a model: records its forward, compares the records, translates them.</summary>
internal static class OnnxExport
{
    // One is a case of its own for many forwards, thresholds are small, and three points tell a line.
    private static readonly long[] Batches = [1, 2, 3];

    // A forward may take another path from some larger size on. That is looked for where a large batch costs little.
    private const long LargeBatch = 37;
    private const long SmallInputs = 1 << 15;

    private static readonly object Gate = new();

    /// <summary>Hands a model's graph on, whose tensors live until that returns.</summary>
    public static void Run(
        nn.Module model, IReadOnlyList<Tensor> examples, OnnxOptions options, string parameter, Action<OnnxGraph> write)
    {
        var axes = ExportArguments.Check(examples, options, parameter);
        // An export holds the model's training flags and torch's generator for a while.
        lock (Gate) Export(model, ModelCall.Of(model, examples.Count, parameter), examples, axes, options, write);
    }

    private static void Export(
        nn.Module model, ModelCall call, IReadOnlyList<Tensor> examples, IReadOnlyList<int?> axes, OnnxOptions options,
        Action<OnnxGraph> write)
    {
        using var random = new RandomState();
        using var evaluation = new EvaluationMode(model);
        EmbeddingLayers.RequirePlain(model);
        using var scope = NewDisposeScope();
        long[] batches = BatchesFor(examples, axes);
        var inputs = batches.Select((batch, i) => TraceInputs.Like(examples, axes, batch, (ulong)i + 1)).ToArray();
        using var copy = new ModelCopy(model);
        using var constants = new ModelConstants(model, copy.Storages, copy.Scalars);
        Trace[] traces = [.. batches.Zip(inputs).Select(p => Tracing.Run(copy, call, constants, Copies(p.Second), p.First))];
        var types = new FileTypes(model, examples);
        var recorded = TraceComparison.Merge(traces, types);
        var names = FileNames.Of(model, call, options, examples.Count, traces[0].OutputNames);
        var graph = new GraphBuilder(copy.Paths, recorded, types, names).Build();
        // Not the first trace, which counts as many forwards; a large batch has large values as well, which show more.
        int[] compared = batches.Length > Batches.Length ? [1, Batches.Length] : [1];
        try
        {
            foreach (var i in compared) RequireSameOutputs(model, call, inputs[i], traces[i]);
        }
        finally
        {
            // What a forward has put into the model's fields, or into static ones, stays there.
            foreach (var held in copy.HeldBy(model).Where(scope.Contains)) scope.Detach(held);
        }
        write(graph);
    }

    private static long[] BatchesFor(IReadOnlyList<Tensor> examples, IReadOnlyList<int?> axes)
    {
        if (axes.All(axis => axis is null)) return [0, 0];
        var elements = examples.Zip(axes).Sum(p => p.First.numel() / (p.Second is { } axis ? p.First.shape[axis] : 1));
        return elements * LargeBatch <= SmallInputs ? [.. Batches, LargeBatch] : Batches;
    }

    private static void RequireSameOutputs(nn.Module model, ModelCall call, Tensor[] inputs, Trace trace)
    {
        var live = new ModelOutputs(typeof(Tensor)).Of(call.Invoke(null, model, Copies(inputs)));
        if (live.Count == trace.Results.Count && live.Zip(trace.Results).All(p => BatchSlice.AreSame((Tensor)p.First.Tensor, p.Second)))
        {
            return;
        }
        throw new OnnxExportException(
            "The model's forward gave another output than a copy of the model with the same weights and input. It depends on something " +
            "outside the model: a static field that was changed, the time, random numbers, or how often it was called. Keep such values " +
            "in fields of the model.");
    }

    // The forward may write into its inputs.
    private static Tensor[] Copies(IEnumerable<Tensor> inputs) => [.. inputs.Select(input => input.clone())];
}
