using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>ONNX's numbers for the types of elements.</summary>
internal static class OnnxElementType
{
    public const int Float = 1;
    public const int Int64 = 7;
    public const int Bool = 9;

    /// <summary>The number of a type of torch.</summary>
    /// <exception cref="OnnxExportException">ONNX has no such type.</exception>
    public static int Of(ScalarType type) => type switch
    {
        ScalarType.Float32 => Float,
        ScalarType.Byte => 2,
        ScalarType.Int8 => 3,
        ScalarType.Int16 => 5,
        ScalarType.Int32 => 6,
        ScalarType.Int64 => Int64,
        ScalarType.Bool => Bool,
        ScalarType.Float16 => 10,
        ScalarType.Float64 => 11,
        ScalarType.BFloat16 => 16,
        _ => throw new OnnxExportException($"A tensor has elements of type {type}, which the export does not know. Use real numbers."),
    };
}
