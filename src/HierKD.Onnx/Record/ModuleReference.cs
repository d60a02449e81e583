namespace HierKD.Onnx;

/// <summary>A native module that a function computes with.</summary>
/// <param name="Path">Its path from the model.</param>
internal sealed record ModuleReference(string Path);
