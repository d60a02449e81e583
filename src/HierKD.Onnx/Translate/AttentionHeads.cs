namespace HierKD.Onnx;

/// <summary>Queries, keys or values: a matrix for each head of each sample.</summary>
/// <param name="Name">The value's name.</param>
/// <param name="Shape">[N * heads, length, width of a head].</param>
internal sealed record AttentionHeads(string Name, Dimension[] Shape);
