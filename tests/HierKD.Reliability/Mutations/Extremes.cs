using System.Text.Json.Nodes;

namespace HierKD.Reliability.Mutations;

/// <summary>Values that no writer of a header would think of.</summary>
internal static class Extremes
{
    private static readonly string[] Values =
    [
        "-1", "0", "1", "2", "0.5", "-0", "127", "65536", "2147483647", "2147483648", "-2147483648", "4294967296", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551615", "99999999999999999999999999", "1e308", "1e999", "-1e999",
        "4611686018427387904", "null", "true", "false", "\"\"", "\"NaN\"", "\"-Infinity\"", "\"F64\"", "\"U8\"", "[]", "{}", "[[]]",
        "[null]", "[-1]", "[9223372036854775807,9223372036854775807]", "{\"\":null}", "\"\\u0000\"",
    ];

    /// <summary>As JSON, to stand in a text where it stands for anything.</summary>
    public static string Text(Random random) => random.Next(64) switch
    {
        0 => $"\"{new string('x', 100_000)}\"",
        1 => new string('[', 200) + new string(']', 200),
        _ => Values[random.Next(Values.Length)],
    };

    /// <summary>As a node; <see langword="null"/> stands for JSON's null.</summary>
    public static JsonNode? Node(Random random)
    {
        var text = Text(random);
        // Deeper than a document may be.
        return text.StartsWith("[[[", StringComparison.Ordinal) ? JsonNode.Parse("[[[[[[[[]]]]]]]]") : JsonNode.Parse(text);
    }
}
