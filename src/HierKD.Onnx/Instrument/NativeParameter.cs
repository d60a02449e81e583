namespace HierKD.Onnx;

/// <summary>A parameter of a native function as TorchSharp declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The name of its type, without its namespace.</param>
internal sealed record NativeParameter(string Name, string Type);
