using System.Text;
using System.Text.Json;

namespace HierKD;

/// <summary>
/// The manifests in the metadata of HierKD's own files, before they are made objects, which can take many times the bytes of the text.
/// </summary>
internal static class ManifestText
{
    private const int Longest = 16 << 20;
    private const int MostValues = 1_000_000;

    /// <summary>A list, an object, or an entry of one takes some hundred bytes.</summary>
    private const int MostParts = 500_000;

    /// <summary>What the serializer refuses, it calls by the names on the way to it, several times over.</summary>
    private const int LongestName = 1 << 16;

    /// <exception cref="InvalidDataException">It would take more memory than a manifest may.</exception>
    public static void Require(string path, string json)
    {
        if (json.Length > Longest) throw Refuse(path, $"of {json.Length} letters", $"{Longest}");
        var (values, parts) = (0, 0);
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.PropertyName) parts++;
                else if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject)) values++;
                if (values > MostValues) throw Refuse(path, "of more values", $"{MostValues}");
                if (parts > MostParts) throw Refuse(path, "of more lists, objects and entries", $"{MostParts}");
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueSpan.Length > LongestName)
                {
                    throw Refuse(path, $"with a name of {reader.ValueSpan.Length} bytes", $"{LongestName}");
                }
            }
        }
        catch (JsonException)
        {
            // Whoever makes objects of it comes to the same place, and says what that means for the file.
        }
    }

    private static InvalidDataException Refuse(string path, string what, string most) =>
        new($"'{path}' has a manifest {what}, and at most {most} are read.");
}
