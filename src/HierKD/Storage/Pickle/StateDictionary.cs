using System.Globalization;

namespace HierKD;

/// <summary>The dictionary of tensors in what a file holds.</summary>
/// <param name="Tensors">The tensors.</param>
/// <param name="Others">Keys of anything else in it.</param>
internal sealed record StateDictionary(IReadOnlyDictionary<string, PickledTensor> Tensors, IReadOnlyList<string> Others)
{
    private const string Remedy = "in Python, torch.save(model.state_dict(), 'weights.pth')";

    /// <summary>How far is looked for state dictionaries that a message proposes.</summary>
    private const int MostLookedAt = 1000, MostProposed = 5, MostShown = 20;

    /// <param name="root">What the file holds.</param>
    /// <param name="entry">Where in it the dictionary is; it is the whole if <see langword="null"/>.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static StateDictionary In(object? root, string? entry)
    {
        if (root is PickledObject whole)
        {
            throw new InvalidDataException(
                $"it holds {whole.Name}, an object that only its own program can make, and nothing is run: {Remedy}");
        }
        if (root is not PickledDictionary dictionary) throw new InvalidDataException($"it holds no dictionary of tensors: {Remedy}");
        var found = dictionary;
        if (entry is not null)
        {
            found = Find(dictionary, entry) as PickledDictionary ?? throw new InvalidDataException(
                $"it has no dictionary '{MessageText.Of(entry)}'; it has {Keys(dictionary)}{Proposal(dictionary, "")}");
        }
        var proposal = Proposal(found, entry is null ? "" : entry + ".");
        if (proposal.Length > 0 || found.Items.Count > 0 && !found.Items.Any(i => i.Value is PickledTensor))
        {
            throw new InvalidDataException($"it is no dictionary of tensors; it has {Keys(found)}{proposal}");
        }
        return Of(found);
    }

    private static StateDictionary Of(PickledDictionary dictionary)
    {
        if (dictionary.Items.Count > WeightLimits.MostTensors)
        {
            throw new InvalidDataException($"it has more than {WeightLimits.MostTensors} tensors");
        }
        Dictionary<string, PickledTensor> tensors = [];
        HashSet<string> others = [];
        foreach (var (key, value) in dictionary.Items)
        {
            var name = key as string ?? Text(key);
            if (!(key is string && value is PickledTensor tensor ? tensors.TryAdd(name, tensor) : others.Add(name)))
            {
                throw new InvalidDataException($"it has '{MessageText.Of(name)}' twice");
            }
        }
        return new StateDictionary(tensors, [.. others]);
    }

    /// <summary>The text itself, or of dictionaries within dictionaries their texts joined by dots.</summary>
    private static object? Find(PickledDictionary dictionary, string entry)
    {
        if (dictionary.Find(entry) is { } found) return found;
        for (var dot = entry.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = entry.IndexOf('.', dot + 1))
        {
            if (dictionary.Find(entry[..dot]) is PickledDictionary inner) return Find(inner, entry[(dot + 1)..]);
        }
        return null;
    }

    /// <summary>What to write to get a state dictionary within; empty if there is none.</summary>
    private static string Proposal(PickledDictionary dictionary, string path)
    {
        var entries = Entries(dictionary, path).Concat(Inner(dictionary).SelectMany(i => Entries(i.Value, $"{path}{i.Key}.")))
            .OrderByDescending(e => e.Count).Select(e => WeightOptionsText.Of(new WeightOptions { Entry = e.Entry })).OfType<string>()
            .Take(MostProposed).ToArray();
        return entries.Length == 0 ? "" : $": say which is the state dictionary: Load(model, path, {string.Join(" or ", entries)})";
    }

    private static IEnumerable<(string Entry, int Count)> Entries(PickledDictionary dictionary, string path) =>
        Inner(dictionary).Where(i => i.Value.Items.Take(MostShown).Any(t => t is { Key: string, Value: PickledTensor }))
            .Select(i => (path + i.Key, i.Value.Items.Count));

    private static IEnumerable<(string Key, PickledDictionary Value)> Inner(PickledDictionary dictionary)
    {
        foreach (var (key, value) in dictionary.Items.Take(MostLookedAt))
        {
            if (key is string { Length: <= WeightOptionsText.Longest } name && value is PickledDictionary inner) yield return (name, inner);
        }
    }

    private static string Keys(PickledDictionary dictionary) =>
        string.Join(", ", dictionary.Items.Take(MostShown).Select(i => $"'{MessageText.Of(Text(i.Key))}'"))
        + (dictionary.Items.Count > MostShown ? $" and {dictionary.Items.Count - MostShown} more" : "");

    private static string Text(object? key) => key switch
    {
        string or long or double or bool => Convert.ToString(key, CultureInfo.InvariantCulture)!,
        PickledObject named => named.Name,
        null => "None",
        _ => "a key that is no text",
    };
}
