using static TorchSharp.torch;

namespace HierKD;

/// <summary>With which options a file that does not fit would be loaded; they are tried before they are proposed.</summary>
internal static class WeightProposal
{
    private const int MostKeys = 6, MostPatterns = 12;

    /// <summary>The sentence; <see langword="null"/> if too little of the file is the model's.</summary>
    public static string? For(IWeightFile file, Dictionary<string, Tensor> model, WeightOptions options)
    {
        var proposed = WeightPrefix.Find(file, model, options);
        var fit = WeightFit.Of(file, model, proposed);
        if (fit.Differences(proposed).Any(m => m.HasShape && m.IsConvertible)) proposed = proposed with { Convert = true };
        var kept = fit.Matches.Where(m => m.Fits(proposed.Convert)).ToArray();
        // Another network has a name or two in common with any.
        if (kept.Length == 0 || 2 * kept.Length < Math.Min(model.Count, file.Entries.Count)) return null;
        var skip = fit.Agrees(proposed) ? [] : Skipping(fit, kept, proposed);
        proposed = skip is null ? proposed with { Strict = false } : proposed with { Skip = [.. proposed.Skip, .. skip] };
        if (!WeightFit.Of(file, model, proposed).Agrees(proposed) || WeightOptionsText.Of(proposed) is not { } text) return null;
        return $"To load it nevertheless: Load(model, path, {text})"
            + (skip is { Length: > 0 } ? "; what Skip names stays as the model has it." : ".");
    }

    private static string[]? Skipping(WeightFit fit, WeightMatch[] kept, WeightOptions options)
    {
        string[] keys = [.. fit.Differences(options).Select(m => m.Key)];
        if (options.Strict) keys = [.. keys, .. fit.Required, .. fit.Unexpected, .. fit.Others];
        if (keys.Length <= MostKeys) return keys;
        var taken = kept.SelectMany(m => new[] { m.Key, m.FileKey }).SelectMany(Beginnings).ToHashSet();
        var patterns = new HashSet<string>();
        foreach (var key in keys)
        {
            patterns.Add(Beginnings(key).FirstOrDefault(b => !taken.Contains(b)) is { } free ? free + "*" : key);
            if (patterns.Count > MostPatterns) return null;
        }
        return [.. patterns];
    }

    /// <summary>A key's beginnings that end with a dot, the shortest first; of a long key those that a message can show.</summary>
    private static IEnumerable<string> Beginnings(string key)
    {
        for (var dot = key.IndexOf('.', StringComparison.Ordinal);
            dot >= 0 && dot < WeightOptionsText.Longest; dot = key.IndexOf('.', dot + 1))
        {
            yield return key[..(dot + 1)];
        }
    }
}
