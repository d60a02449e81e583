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
    /// <summary>Longer than any type's name, even if every letter is escaped.</summary>
    private const int LongestType = 64;

    /// <summary>Reads the entry at a reader's place; <see langword="null"/> if the header's value cannot be one.</summary>
    /// <param name="json">The reader, at the entry's first token; at its last one afterwards, if it is one.</param>
    /// <param name="hasTooManyAxes">Whether it cannot be one because it has more axes than torch can work with.</param>
    public static SafetensorsEntry? Parse(ref Utf8JsonReader json, out bool hasTooManyAxes)
    {
        hasTooManyAxes = false;
        if (json.TokenType != JsonTokenType.StartObject) return null;
        (ScalarType Type, int Size)? type = null;
        long[]? shape = null, offsets = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("dtype"u8))
            {
                if ((type = TypeIn(ref json)) is null) return null;
            }
            else if (json.ValueTextEquals("shape"u8))
            {
                if ((shape = NumbersIn(ref json, WeightLimits.MostAxes, out hasTooManyAxes)) is null) return null;
            }
            else if (json.ValueTextEquals("data_offsets"u8))
            {
                if ((offsets = NumbersIn(ref json, 2, out _)) is null) return null;
            }
            else
            {
                json.Skip();
            }
        }
        return type is { } known && shape is not null && offsets is [var start, var end]
            ? new SafetensorsEntry(known.Type, shape, start, end, known.Size)
            : null;
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

    private static (ScalarType Type, int Size)? TypeIn(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.String && json.ValueSpan.Length <= LongestType
            ? SafetensorsType.Find(json.GetString()!)
            : null;
    }

    private static long[]? NumbersIn(ref Utf8JsonReader json, int most, out bool areTooMany)
    {
        areTooMany = false;
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray) return null;
        Span<long> numbers = stackalloc long[most];
        var count = 0;
        while (json.Read() && json.TokenType == JsonTokenType.Number)
        {
            if (areTooMany = count == most) return null;
            if (!json.TryGetInt64(out var number) || number < 0) return null;
            numbers[count++] = number;
        }
        return json.TokenType == JsonTokenType.EndArray ? numbers[..count].ToArray() : null;
    }
}
