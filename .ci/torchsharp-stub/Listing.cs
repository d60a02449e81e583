namespace HierKD.TorchSharpStub;

/// <summary>Reads a listing of TorchSharp's public API.</summary>
internal static class Listing
{
    private static readonly string[] ForeignNamespaces = ["Google.Protobuf.", "SkiaSharp.", "ICSharpCode."];

    /// <summary>The entries of the file; what mentions a type of a package that is not there goes to <paramref name="dropped"/>.</summary>
    public static List<Entry> Read(string path, out List<string> dropped)
    {
        dropped = [];
        var entries = new List<Entry>();
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            var entry = Entry.Parse(line);
            if (entry.Kind == 'T')
            {
                entries.Add(entry with { Result = string.Join(", ", entry.Result.Split(", ").Where(name => !IsForeign(name))) });
            }
            else if (IsForeign(entry.Key))
            {
                dropped.Add(entry.Key);
            }
            else
            {
                entries.Add(entry);
            }
        }
        return entries;
    }

    private static bool IsForeign(string text) =>
        ForeignNamespaces.Any(space => text.Contains(space, StringComparison.Ordinal));
}
