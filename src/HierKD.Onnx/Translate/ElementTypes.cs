using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>What types of elements are.</summary>
internal static class ElementTypes
{
    /// <summary>Whether a type holds real numbers.</summary>
    public static bool IsFloat(this ScalarType type) =>
        type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16;
}
