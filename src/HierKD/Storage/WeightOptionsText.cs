namespace HierKD;

/// <summary>Options as one writes them in C#.</summary>
internal static class WeightOptionsText
{
    /// <summary>The longest text that a message shows whole.</summary>
    public const int Longest = 199;

    /// <summary>The expression; <see langword="null"/> if a text in it is not one that can be read and typed.</summary>
    public static string? Of(WeightOptions options)
    {
        string[] texts = [options.Entry ?? "", options.FilePrefix, options.ModelPrefix, .. options.Skip];
        if (!texts.All(IsShown)) return null;
        List<string> parts = [];
        if (options.Entry is { } entry) parts.Add($"Entry = {Literal(entry)}");
        if (options.FilePrefix.Length > 0) parts.Add($"FilePrefix = {Literal(options.FilePrefix)}");
        if (options.ModelPrefix.Length > 0) parts.Add($"ModelPrefix = {Literal(options.ModelPrefix)}");
        if (options.Convert) parts.Add("Convert = true");
        if (options.Skip.Count > 0) parts.Add($"Skip = [{string.Join(", ", options.Skip.Select(Literal))}]");
        if (!options.Strict) parts.Add("Strict = false");
        return $"new() {{ {string.Join(", ", parts)} }}";
    }

    private static bool IsShown(string text) => text.Length <= Longest && MessageText.Of(text) == text;

    private static string Literal(string text) =>
        $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
