namespace HierKD.Onnx;

/// <summary>What a graph says of a value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">ONNX's number for the type of its elements.</param>
/// <param name="Shape">Its shape.</param>
internal sealed record OnnxValue(string Name, int ElementType, IReadOnlyList<Dimension> Shape);
