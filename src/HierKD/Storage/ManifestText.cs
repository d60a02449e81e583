namespace HierKD;

/// <summary>
/// The manifests in the metadata of HierKD's own files, before they are read as JSON: a short text can make objects of many times its size.
/// </summary>
internal static class ManifestText
{
    private const int Longest = 16 << 20;
    private const int MostValues = 1_000_000;

    /// <summary>A list, an object, or an entry of one takes some hundred bytes.</summary>
    private const int MostParts = 500_000;

    /// <exception cref="InvalidDataException">It would take more memory than a manifest may.</exception>
    public static void Require(string path, string json)
    {
        if (json.Length > Longest)
        {
            throw new InvalidDataException($"'{path}' has a manifest of {json.Length} letters, and at most {Longest} are read.");
        }
        var text = json.AsSpan();
        if (text.Count(',') > MostValues || text.Count('[') + text.Count('{') + text.Count(':') > MostParts)
        {
            throw new InvalidDataException(
                $"'{path}' has a manifest of more than {MostValues} values or {MostParts} lists, objects and entries, " +
                $"and no more are read.");
        }
    }
}
