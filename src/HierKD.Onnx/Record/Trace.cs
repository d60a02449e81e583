using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>What one forward did to its inputs.</summary>
/// <param name="Batch">The size of the inputs' batch axes.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Calls">The operators, in their order.</param>
/// <param name="Outputs">
/// The outputs: <see cref="TracedValue"/>, or <see cref="TracedConstant"/> for one that does not depend on the inputs.
/// </param>
/// <param name="OutputNames">The names that a dictionary gives them.</param>
/// <param name="Results">The outputs' elements.</param>
internal sealed record Trace(
    long Batch, IReadOnlyList<TracedValue> Inputs, IReadOnlyList<TracedCall> Calls, IReadOnlyList<object> Outputs,
    IReadOnlyList<string?> OutputNames, IReadOnlyList<Tensor> Results);
