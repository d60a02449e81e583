using static TorchSharp.torch;

namespace HierKD;

/// <summary>How the tensors of a file and those of a model agree, by the file's header alone.</summary>
/// <param name="Matches">Those that both have.</param>
/// <param name="Missing">Keys that only the model has.</param>
/// <param name="Unexpected">Keys that only the file has.</param>
/// <param name="Others">Keys of the file that are no tensors.</param>
/// <param name="Skipped">Keys that are left out.</param>
/// <param name="Doubles">What more than one key of the file is for, as a message says it.</param>
internal sealed record WeightFit(
    IReadOnlyList<WeightMatch> Matches, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<string> Others,
    IReadOnlyList<string> Skipped, IReadOnlyList<string> Doubles)
{
    private const string BatchCount = "num_batches_tracked";

    /// <summary>What has to be in the file: counts of batches need not.</summary>
    public IEnumerable<string> Required => Missing.Where(key => !IsBatchCount(key));

    public static WeightFit Of(IWeightFile file, Dictionary<string, Tensor> model, WeightOptions options)
    {
        var keys = new WeightKeys(options, model.Keys.ToHashSet());
        Dictionary<string, string> sources = [];
        List<string> unexpected = [], skipped = [], doubles = [];
        foreach (var key in file.Entries.Keys)
        {
            var target = keys.TargetOf(key);
            if (keys.IsSkipped(key, target)) skipped.Add(target ?? key);
            else if (target is null) unexpected.Add(key);
            else if (!sources.TryAdd(target, key)) doubles.Add($"{MessageText.Of(target)} (as {sources[target]} and {key})");
        }
        var others = file.Others.ToLookup(key => keys.IsSkipped(key, keys.TargetOf(key)));
        skipped.AddRange(others[true]);
        var left = skipped.ToHashSet();
        var matches = model.Where(t => sources.ContainsKey(t.Key)).Select(t =>
        {
            var (type, shape) = file.Entries[sources[t.Key]];
            return new WeightMatch(sources[t.Key], t.Key, t.Value, type, shape);
        }).ToArray();
        // A tensor that the model has under several keys may be in the file under one of them.
        var found = matches.Select(m => m.Target).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        var missing = model.Where(t => !found.Contains(t.Value)).Select(t => t.Key)
            .ToLookup(key => left.Contains(key) || keys.IsSkipped(key));
        return new WeightFit(
            matches, missing[false].ToArray(), unexpected, others[false].ToArray(), skipped.Concat(missing[true]).Distinct().ToArray(),
            doubles);
    }

    /// <summary>What the file has otherwise than the model.</summary>
    public IEnumerable<WeightMatch> Differences(WeightOptions options) => Matches.Where(m => !m.Fits(options.Convert));

    /// <summary>Whether the file can be loaded.</summary>
    public bool Agrees(WeightOptions options) => Doubles.Count == 0 && !Differences(options).Any()
        && (!options.Strict || !Required.Any() && Unexpected.Count == 0 && Others.Count == 0);

    private static bool IsBatchCount(string key) => key == BatchCount || key.EndsWith("." + BatchCount, StringComparison.Ordinal);
}
