using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>What one forward did to its input.</summary>
/// <param name="Batch">The size of the input's batch axis.</param>
/// <param name="Input">The input.</param>
/// <param name="Calls">The operators, in their order.</param>
/// <param name="Output">The output; null if it does not depend on the input.</param>
/// <param name="Result">The output's elements.</param>
internal sealed record Trace(long Batch, TracedValue Input, IReadOnlyList<TracedCall> Calls, TracedValue? Output, Tensor Result);
