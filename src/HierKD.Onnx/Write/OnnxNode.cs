namespace HierKD.Onnx;

/// <summary>A node of a graph.</summary>
/// <param name="Name">Its name, unique in the graph.</param>
/// <param name="Kind">Its operator, such as <c>Conv</c>.</param>
/// <param name="Inputs">The values that it reads; an empty name for one that is left out.</param>
/// <param name="Outputs">The values that it makes.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record OnnxNode(
    string Name, string Kind, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxAttribute> Attributes);
