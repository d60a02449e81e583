using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The element types of a safetensors file.</summary>
internal static class SafetensorsType
{
    private static readonly (string Name, ScalarType Type, int Size)[] Known =
    [
        ("F64", ScalarType.Float64, 8), ("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8), ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    public static bool CanHold(ScalarType type) => Known.Any(k => k.Type == type);

    public static string NameOf(ScalarType type) => Known.FirstOrDefault(k => k.Type == type).Name
        ?? throw new ArgumentException($"A safetensors file cannot hold elements of type {type}.", nameof(type));

    public static (ScalarType Type, int Size)? Find(string name)
    {
        foreach (var known in Known)
        {
            if (known.Name == name) return (known.Type, known.Size);
        }
        return null;
    }
}
