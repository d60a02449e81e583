using System.Text;
using System.Text.Json;

namespace HierKD;

/// <summary>
/// The manifests in the metadata of HierKD's own files, before they are made objects, which can take many times the bytes of the text.
/// </summary>
internal static class ManifestText
{
    // What any file may have, and how many bytes of a larger file let it have one more: a large network has many channels to list.
    private const long Longest = 16 << 20, BytesForLetter = 8;
    private const long MostValues = 1_000_000, BytesForValue = 32;

    /// <summary>A list, an object, or an entry of one takes some hundred bytes.</summary>
    private const long MostParts = 500_000, BytesForPart = 128;

    /// <summary>What the serializer refuses, it calls by the names on the way to it, several times over.</summary>
    private const int LongestName = 1 << 16;

    /// <param name="path">The file.</param>
    /// <param name="json">Its manifest.</param>
    /// <param name="length">The bytes of the file's tensors.</param>
    /// <exception cref="InvalidDataException">It would take more memory than the manifest of such a file may.</exception>
    public static void Require(string path, string json, long length)
    {
        var (longest, mostValues, mostParts) =
            (Longest + length / BytesForLetter, MostValues + length / BytesForValue, MostParts + length / BytesForPart);
        if (json.Length > longest) throw Refuse(path, $"of {json.Length} letters", longest);
        var (values, parts) = (0, 0);
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.PropertyName) parts++;
                else if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject)) values++;
                if (values > mostValues) throw Refuse(path, "of more values", mostValues);
                if (parts > mostParts) throw Refuse(path, "of more lists, objects and entries", mostParts);
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueSpan.Length > LongestName)
                {
                    throw Refuse(path, $"with a name of {reader.ValueSpan.Length} bytes", LongestName);
                }
            }
        }
        catch (JsonException)
        {
            // Whoever makes objects of it comes to the same place, and says what that means for the file.
        }
    }

    private static InvalidDataException Refuse(string path, string what, long most) =>
        new($"'{path}' has a manifest {what}, and at most {most} are read.");
}
