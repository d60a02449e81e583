namespace HierKD.Onnx;

/// <summary>What a model does to its input, for any batch.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="Operations">The operators, in their order.</param>
internal sealed record RecordedModel(
    IReadOnlyList<Value> Inputs, IReadOnlyList<IOperand> Outputs, IReadOnlyList<Operation> Operations);
