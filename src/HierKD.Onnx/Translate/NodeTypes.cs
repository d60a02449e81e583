using System.Collections.Frozen;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>
/// Which types of elements ONNX Runtime has no kernel for, operator by operator. Small whole numbers and truth values are computed as
/// int32, which is exact; what has no kernel for real numbers of that width is refused.
/// </summary>
internal static class NodeTypes
{
    private static readonly ScalarType[] Truth = [ScalarType.Bool];
    private static readonly ScalarType[] Small = [ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16];

    private static readonly FrozenDictionary<string, ScalarType[]> Widened = new Dictionary<string, ScalarType[]>
    {
        ["Add"] = Truth,
        ["Sub"] = Truth,
        ["Mul"] = Truth,
        ["Div"] = Truth,
        ["Where"] = [ScalarType.Bool, ScalarType.Int8, ScalarType.Int16],
        ["Max"] = Small,
        ["Min"] = Small,
        ["Clip"] = [ScalarType.Bool, ScalarType.Int16],
        ["Neg"] = [ScalarType.Bool, ScalarType.Byte, ScalarType.Int16],
        ["Greater"] = [ScalarType.Bool, ScalarType.Int16],
        ["GreaterOrEqual"] = [ScalarType.Bool, ScalarType.Int16],
        ["Less"] = [ScalarType.Bool, ScalarType.Int16],
        ["LessOrEqual"] = [ScalarType.Bool, ScalarType.Int16],
        ["ReduceMax"] = Small,
        ["ReduceMin"] = Small,
        ["ReduceSum"] = Small,
        ["ReduceProd"] = Small,
        ["ArgMax"] = [ScalarType.Bool, ScalarType.Int16],
        ["ArgMin"] = [ScalarType.Bool, ScalarType.Int16],
        ["TopK"] = Small,
        ["MatMul"] = Small,
        ["Pow"] = Small,
        ["CumSum"] = Small,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> FloatAlone = new[]
    {
        "Erf", "Elu", "Celu", "Selu", "HardSigmoid", "Softplus", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh",
        "Resize", "LRN", "Conv", "ConvTranspose", "AveragePool", "GlobalAveragePool", "InstanceNormalization", "GridSample",
    }.ToFrozenSet();

    /// <summary>
    /// Whether results have the type of the operands: those of a comparison are truth values whatever is compared, and places are places.
    /// </summary>
    public static bool GivesWhatItTakes(string kind) =>
        kind is not ("Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" or "ArgMax" or "ArgMin");

    /// <summary>The type that an operator's operands of a type are computed in.</summary>
    /// <exception cref="OnnxExportException">ONNX Runtime computes it in float32 alone.</exception>
    public static ScalarType For(string kind, ScalarType type, string path)
    {
        if (Widened.TryGetValue(kind, out var narrow) && narrow.Contains(type)) return ScalarType.Int32;
        if (type == ScalarType.Float16 && (kind is "Celu" or "IsInf")) return ScalarType.Float32;
        return type == ScalarType.Float64 && FloatAlone.Contains(kind)
            ? throw OnnxExportException.At(
                path, null, $"ONNX Runtime has no {kind} for float64.", "Convert to float32 before it, and back behind it.")
            : type;
    }
}
