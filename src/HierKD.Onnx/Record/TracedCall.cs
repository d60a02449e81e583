namespace HierKD.Onnx;

/// <summary>An operator that was applied to something that depends on the input.</summary>
/// <param name="Operator">What it is.</param>
/// <param name="ModulePath">The path of the module that applied it, from the model.</param>
/// <param name="Arguments">
/// By parameter name: <see cref="TracedValue"/>, <see cref="TracedConstant"/>, a list of these, <see cref="ModuleReference"/>, a number,
/// <c>long[]</c>, text, or null.
/// </param>
/// <param name="Results">What it gave.</param>
internal sealed record TracedCall(
    Operator Operator, string ModulePath, IReadOnlyDictionary<string, object?> Arguments, IReadOnlyList<TracedValue> Results);
