using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Writes models as ONNX files, which ONNX Runtime and others run.</summary>
/// <remarks>
/// <para>
/// The model's forward is run a few times, in evaluation mode, on inputs like the example, and its calls into the native library are
/// recorded. So a file holds one computation: what depends on the batch's size or on elements in any other way than by TorchSharp's
/// operators is refused.
/// </para>
/// <para>
/// Elements keep their types. ONNX Runtime computes everything in float32; of other types it lacks operators here and there.
/// </para>
/// <para>
/// It needs the files of the application's assemblies: it does not work in a single-file, trimmed or natively compiled application.
/// </para>
/// </remarks>
public static class OnnxModel
{
    // One is a case of its own for many forwards, and thresholds are small.
    private static readonly long[] Batches = [2, 5, 1];

    /// <summary>Writes a model as an ONNX file (opset 17) that computes the same for inputs of any batch size.</summary>
    /// <param name="path">The file. One that is there is replaced; it is written whole or not at all.</param>
    /// <param name="model">
    /// The model. It is exported in evaluation mode; afterwards its training flags, weights, buffers and gradients, and torch's generator,
    /// are as before.
    /// </param>
    /// <param name="exampleInput">
    /// An input as the model gets it, such as a batch [N, C, H, W] of real values, on the model's device. The sizes of all axes but the
    /// batch's are those that the file takes. Values of other inputs are drawn from it, so they should be typical.
    /// </param>
    /// <param name="options">Names and the batch axis; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="path"/>, <paramref name="model"/> or <paramref name="exampleInput"/> is null.
    /// </exception>
    /// <exception cref="ArgumentException">The path is empty, the example is no usable input, or an option has no meaning.</exception>
    /// <exception cref="OnnxExportException">
    /// The model cannot be written exactly: the message names operator, module and what to write instead.
    /// </exception>
    /// <exception cref="NotSupportedException">The application has no files of its assemblies.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, nn.Module<Tensor, Tensor> model, Tensor exampleInput, OnnxOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(exampleInput);
        options ??= new OnnxOptions();
        var axis = ExportArguments.Check(exampleInput, options);

        using var scope = NewDisposeScope();
        using var random = new RandomState();
        using var evaluation = new EvaluationMode(model);
        using var copy = new ModelCopy(model);
        using var constants = new ModelConstants(model, copy.Storages, copy.Scalars);
        long[] batches = axis is null ? [0, 0] : Batches;
        var inputs = batches.Select((batch, i) => TraceInputs.Like(exampleInput, axis, batch, (ulong)i + 1)).ToArray();
        Trace[] traces = [.. batches.Zip(inputs).Select(p => Tracing.Run(copy, constants, p.Second.clone(), p.First))];
        var recorded = TraceComparison.Merge(traces);
        var graph = new GraphBuilder(model, copy.Paths, recorded, options).Build();
        RequireSameOutputs(model, inputs, traces);
        OnnxFile.Write(path, graph);
    }

    // Two of them: what lies outside the model shows in every forward, and the largest takes the longest.
    private static void RequireSameOutputs(nn.Module<Tensor, Tensor> model, Tensor[] inputs, Trace[] traces)
    {
        foreach (var (input, trace) in inputs.Zip(traces).OrderBy(p => p.Second.Batch).Take(2))
        {
            using var live = model.call(input.clone());
            if (live is not null && BatchSlice.AreSame(live, trace.Result)) continue;
            throw new OnnxExportException(
                "The model's forward gave another output than a copy of the model with the same weights and input. It depends on " +
                "something outside the model: a static field that was changed, the time, random numbers, or how often it was called. " +
                "Keep such values in fields of the model.");
        }
    }
}
