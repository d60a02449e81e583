namespace HierKD.Onnx;

/// <summary>An attribute of a node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">A <c>long</c>, <c>double</c>, <c>string</c>, or <c>long[]</c>.</param>
internal sealed record OnnxAttribute(string Name, object Value)
{
    public static implicit operator OnnxAttribute((string Name, object Value) pair) => new(pair.Name, pair.Value);
}
