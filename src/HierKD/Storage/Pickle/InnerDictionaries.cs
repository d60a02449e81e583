namespace HierKD;

/// <summary>The dictionaries of tensors within a dictionary, down to those in its own; a message proposes the best.</summary>
/// <param name="Most">How many tensors the one with the most has; zero if there is none.</param>
/// <param name="Proposal">The call that loads one of them; <see langword="null"/> if there is none.</param>
internal sealed record InnerDictionaries(int Most, string? Proposal)
{
    private const int MostLookedAt = 1000, MostTried = 20, MostProposed = 5;

    /// <param name="dictionary">The dictionary.</param>
    /// <param name="path">What leads to it, with its dot.</param>
    public static InnerDictionaries Of(PickledDictionary dictionary, string path = "")
    {
        // One dictionary can be under any number of keys: its tensors are counted once, and what is in it is looked at once.
        Dictionary<PickledDictionary, int> counts = [];
        var inner = In(dictionary).ToArray();
        var all = inner.Select(i => (Outer: (string?)null, i.Key, Count: CountOf(i.Value))).Concat(
            inner.DistinctBy(i => i.Value).SelectMany(
                o => In(o.Value).Select(i => (Outer: (string?)o.Key, i.Key, Count: CountOf(i.Value)))));
        // Texts are made for the best alone, of hundreds of thousands that a small file can have.
        var best = all.Where(e => e.Count > 0).OrderByDescending(e => e.Count).Take(MostTried)
            .Select(e => (Text: Text(path + (e.Outer is null ? e.Key : $"{e.Outer}.{e.Key}")), e.Count))
            .Where(e => e.Text is not null).Take(MostProposed).ToArray();
        return best.Length == 0
            ? new InnerDictionaries(0, null)
            : new InnerDictionaries(best[0].Count, $"Load(model, path, {string.Join(" or ", best.Select(e => e.Text))})");

        int CountOf(PickledDictionary of) => counts.TryGetValue(of, out var count) ? count : counts[of] = of.TensorCount;
    }

    private static string? Text(string entry) => WeightOptionsText.Of(new WeightOptions { Entry = entry });

    private static IEnumerable<(string Key, PickledDictionary Value)> In(PickledDictionary dictionary)
    {
        foreach (var (key, value) in dictionary.Items.Take(MostLookedAt))
        {
            if (key is string { Length: <= WeightOptionsText.Longest } name && value is PickledDictionary inner) yield return (name, inner);
        }
    }
}
