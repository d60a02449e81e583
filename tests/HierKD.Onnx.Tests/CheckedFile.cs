using HierKD.Onnx.Tests.Write;

namespace HierKD.Onnx.Tests;

/// <summary>A file that is held against ONNX's rules before it is run: a runtime loads what others refuse.</summary>
internal static class CheckedFile
{
    public static IReadOnlyDictionary<string, Tensor> Run(string path, IReadOnlyDictionary<string, Tensor> inputs)
    {
        GraphRules.Require(path);
        return OnnxRuntimeSession.RunFile(path, inputs);
    }
}
