using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Runs a file, as a program that deploys it does: with ONNX Runtime, for instance.</summary>
/// <param name="path">The file.</param>
/// <param name="inputs">The inputs by name, on the CPU, in the types that the file takes.</param>
/// <returns>The outputs by name. The caller of the delegate disposes them.</returns>
public delegate IReadOnlyDictionary<string, Tensor> OnnxRunner(string path, IReadOnlyDictionary<string, Tensor> inputs);
