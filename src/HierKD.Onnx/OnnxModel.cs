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
/// Elements keep their types, but for two: bfloat16 becomes float32, and so does float64 in a model whose weights are float64, inputs and
/// outputs included. ONNX Runtime has no convolutions for them.
/// </para>
/// <para>
/// Where the weights take more than a protobuf message holds (2 GB), they lie in a second file beside the first, <c>model.onnx.data</c> for
/// <c>model.onnx</c>, and the two belong together.
/// </para>
/// <para>
/// It needs the files of the application's assemblies: it does not work in a single-file, trimmed or natively compiled application.
/// </para>
/// </remarks>
public static class OnnxModel
{
    /// <summary>Writes a model as an ONNX file (opset 17) that computes the same for inputs of any batch size.</summary>
    /// <param name="path">The file. One that is there is replaced; it is written whole or not at all.</param>
    /// <param name="model">
    /// The model. It is exported in evaluation mode; afterwards its training flags, weights, buffers and gradients, and torch's generator,
    /// are as before. Its <c>forward</c> gives a tensor, or a tuple, list or dictionary of tensors.
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
    public static void Save(string path, nn.Module model, Tensor exampleInput, OnnxOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(exampleInput);
        OnnxExport.Run(model, [exampleInput], options ?? new OnnxOptions(), nameof(exampleInput), graph => OnnxFile.Write(path, graph));
    }

    /// <summary>Writes a model with several inputs as an ONNX file (opset 17).</summary>
    /// <param name="path">The file. One that is there is replaced; it is written whole or not at all.</param>
    /// <param name="model">The model, such as an <c>nn.Module&lt;Tensor, Tensor, Tensor&gt;</c>; afterwards it is as before.</param>
    /// <param name="exampleInputs">
    /// A tensor for each parameter of the model's <c>forward</c>, in their order. Parameters that may be left out may be left out. All
    /// batches have one size.
    /// </param>
    /// <param name="options">Names and batch axes; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="path"/>, <paramref name="model"/>, <paramref name="exampleInputs"/> or one of these is null.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The path is empty, the examples are no usable inputs of the model, or an option has no meaning.
    /// </exception>
    /// <exception cref="OnnxExportException">
    /// The model cannot be written exactly: the message names operator, module and what to write instead.
    /// </exception>
    /// <exception cref="NotSupportedException">The application has no files of its assemblies.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, nn.Module model, IReadOnlyList<Tensor> exampleInputs, OnnxOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(exampleInputs);
        OnnxExport.Run(model, exampleInputs, options ?? new OnnxOptions(), nameof(exampleInputs), graph => OnnxFile.Write(path, graph));
    }

    /// <summary>Compares a file with its model, on inputs and batches that the export has not seen.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model that it was made of; afterwards it is as before.</param>
    /// <param name="exampleInputs">The inputs that the file was made with.</param>
    /// <param name="run">Runs the file. This package does not need ONNX Runtime; its documentation has a runner of ten lines.</param>
    /// <param name="options">The options that the file was made with.</param>
    /// <param name="tolerance">
    /// How much of its largest element an output may differ. Default: 1e-4, which float32 keeps; give 0.01 for float16 and bfloat16.
    /// </param>
    /// <returns>How much they differ.</returns>
    /// <exception cref="ArgumentNullException">Something but <paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">The path is empty, or the examples or options are not those of the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tolerance"/> is negative or no number.</exception>
    /// <exception cref="OnnxExportException">The file computes something else.</exception>
    public static OnnxVerification Verify(
        string path, nn.Module model, IReadOnlyList<Tensor> exampleInputs, OnnxRunner run, OnnxOptions? options = null,
        double tolerance = 1e-4)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(exampleInputs);
        ArgumentNullException.ThrowIfNull(run);
        if (!(tolerance >= 0)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "Give a number of 0 or more.");
        return new OnnxComparison(path, model, run, options ?? new OnnxOptions()).Compare(exampleInputs, tolerance, nameof(exampleInputs));
    }
}
