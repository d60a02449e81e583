using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>A tensor that does not depend on the input's elements.</summary>
/// <param name="Parameter">The name of the parameter or buffer that it is; null for others.</param>
/// <param name="Tensor">Its elements; axes that grow with the batch have one, which stands for all.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Type">The type of its elements in the file.</param>
internal sealed record Constant(string? Parameter, Tensor Tensor, IReadOnlyList<Dimension> Shape, ScalarType Type) : IOperand;
