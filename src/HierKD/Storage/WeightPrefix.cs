using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// What stands before the keys of a file, or of a model, with which more of them are the other's: wrappers such as DataParallel, and
/// networks that are a part of another, add one.
/// </summary>
internal static class WeightPrefix
{
    /// <summary>More than a message shows of it.</summary>
    private const int Longest = 200;

    /// <summary>The options with the best prefix; unchanged if they have one, or if none is better than none.</summary>
    public static WeightOptions Find(IWeightFile file, Dictionary<string, Tensor> model, WeightOptions options)
    {
        if (options.FilePrefix.Length + options.ModelPrefix.Length > 0) return options;
        var shapes = model.ToDictionary(t => t.Key, t => t.Value.shape);
        var saved = file.Entries.ToDictionary(t => t.Key, t => t.Value.Shape);
        var (ofFile, ofModel) = (Best(saved, shapes), Best(shapes, saved));
        var without = shapes.Count(t => IsSame(saved, t.Key, t.Value));
        if (ofFile.Count > without && ofFile.Count >= ofModel.Count) return options with { FilePrefix = ofFile.Prefix };
        return ofModel.Count > without ? options with { ModelPrefix = ofModel.Prefix } : options;
    }

    private static (string Prefix, int Count) Best(Dictionary<string, long[]> longer, Dictionary<string, long[]> shorter)
    {
        // Of keys of any length, texts are made only where they are likely to be found.
        var hashes = shorter.Keys.Select(key => string.GetHashCode(key)).ToHashSet();
        var longest = shorter.Keys.Max(key => (int?)key.Length) ?? 0;
        Dictionary<string, int> counts = [];
        foreach (var (key, shape) in longer)
        {
            for (var dot = key.IndexOf('.', StringComparison.Ordinal); dot >= 0 && dot < Longest; dot = key.IndexOf('.', dot + 1))
            {
                var rest = key.AsSpan(dot + 1);
                if (rest.Length > longest || !hashes.Contains(string.GetHashCode(rest))) continue;
                if (!IsSame(shorter, rest.ToString(), shape)) continue;
                var prefix = key[..(dot + 1)];
                counts[prefix] = counts.GetValueOrDefault(prefix) + 1;
            }
        }
        return counts.Select(c => (c.Key, c.Value)).Append(("", 0)).MaxBy(c => c.Item2);
    }

    private static bool IsSame(Dictionary<string, long[]> all, string key, long[] shape) =>
        all.TryGetValue(key, out var other) && other.AsSpan().SequenceEqual(shape);
}
