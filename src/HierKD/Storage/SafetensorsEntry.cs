using System.Text.Json;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a safetensors header says of one tensor.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Start">Its first byte after the header.</param>
/// <param name="End">The byte after its last one.</param>
/// <param name="ElementSize">The size of an element in bytes.</param>
internal sealed record SafetensorsEntry(ScalarType Type, long[] Shape, long Start, long End, int ElementSize)
{
    /// <summary>The entry, or <see langword="null"/> if the header's value cannot be one.</summary>
    public static SafetensorsEntry? Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object ||
            !json.TryGetProperty("dtype", out var dtype)
            || dtype.ValueKind != JsonValueKind.String
            || SafetensorsType.Find(dtype.GetString()!) is not { } type
            ||
            !json.TryGetProperty("shape", out var shape) || Numbers(shape) is not { } dimensions ||
            !json.TryGetProperty("data_offsets", out var offsets) || Numbers(offsets) is not [var start, var end])
        {
            return null;
        }
        return new SafetensorsEntry(type.Type, dimensions, start, end, type.Size);
    }

    /// <summary>Whether the bytes lie within the file's data and are as many as the shape needs.</summary>
    public bool FitsWithin(long dataLength)
    {
        Int128 bytes = Shape.Contains(0) ? 0 : ElementSize;
        foreach (var dimension in Shape)
        {
            bytes *= dimension;
            if (bytes > dataLength) return false;
        }
        return Start >= 0 && End >= Start && End <= dataLength && bytes == End - Start;
    }

    private static long[]? Numbers(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array) return null;
        List<long> numbers = [];
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number) || number < 0) return null;
            numbers.Add(number);
        }
        return [.. numbers];
    }
}
