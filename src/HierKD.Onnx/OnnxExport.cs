using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Makes the graph of a model: records its forward, compares the records, translates them.</summary>
internal static class OnnxExport
{
    // One is a case of its own for many forwards, thresholds are small, and three points tell a line.
    private static readonly long[] Batches = [2, 3, 1];

    // A forward may take another path from some larger size on. That is looked for where a large batch costs little.
    private const long LargeBatch = 37;
    private const long CheapElements = 1 << 24;

    /// <summary>Hands a model's graph on, whose tensors live until that returns.</summary>
    public static void Run(
        nn.Module model, IReadOnlyList<Tensor> examples, OnnxOptions options, string parameter, Action<OnnxGraph> write)
    {
        var axes = ExportArguments.Check(examples, options, parameter);
        using var scope = NewDisposeScope();
        using var random = new RandomState();
        using var evaluation = new EvaluationMode(model);
        var call = ModelCall.Of(model, examples.Count);
        EmbeddingLayers.RequirePlain(model);
        using var copy = new ModelCopy(model);
        using var constants = new ModelConstants(model, copy.Storages, copy.Scalars);
        long[] batches = axes.All(axis => axis is null) ? [0, 0] : Batches;
        var inputs = batches.Select((batch, i) => TraceInputs.Like(examples, axes, batch, (ulong)i + 1)).ToArray();
        List<Trace> traces = [.. batches.Zip(inputs).Select(p => Tracing.Run(copy, call, constants, Copies(p.Second), p.First))];
        var (input, trace) = (inputs[^1], traces[^1]);
        if (trace.Batch > 0 && trace.Elements * LargeBatch <= CheapElements)
        {
            var large = TraceInputs.Like(examples, axes, LargeBatch, (ulong)LargeBatch);
            traces.Add(Tracing.Run(copy, call, constants, large, LargeBatch));
        }
        var types = new FileTypes(model, examples);
        var recorded = TraceComparison.Merge(traces, types);
        var names = FileNames.Of(model, call, options, examples.Count, traces[0].OutputNames);
        var graph = new GraphBuilder(copy.Paths, recorded, types, names).Build();
        RequireSameOutputs(model, call, input, trace);
        write(graph);
    }

    // With one trace that is not the first: what lies outside the model shows in every forward, what counts forwards in all but the first.
    private static void RequireSameOutputs(nn.Module model, ModelCall call, Tensor[] inputs, Trace trace)
    {
        using var scope = NewDisposeScope();
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
