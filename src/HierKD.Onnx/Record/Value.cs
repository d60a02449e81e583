using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>A tensor that depends on the input, for any batch.</summary>
/// <param name="Number">Its place in the order in which values arose; 0 is the input.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Type">The type of its elements in the file.</param>
internal sealed record Value(int Number, IReadOnlyList<Dimension> Shape, ScalarType Type) : IOperand
{
    public int Rank => Shape.Count;
}
