namespace HierKD.Onnx;

/// <summary>What a model does to its input, for any batch.</summary>
/// <param name="Input">The input.</param>
/// <param name="Output">The output.</param>
/// <param name="Operations">The operators, in their order.</param>
internal sealed record RecordedModel(Value Input, Value Output, IReadOnlyList<Operation> Operations);
