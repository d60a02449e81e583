using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>A tensor that does not depend on the input, as it was when an operator read it.</summary>
/// <param name="Parameter">The name of the model's parameter or buffer that it is; null for others.</param>
/// <param name="Tensor">Its elements: the model's own tensor, or a copy that belongs to the trace.</param>
/// <param name="Source">The native function that made it; null if it was there before.</param>
internal sealed record TracedConstant(string? Parameter, Tensor Tensor, string? Source);
