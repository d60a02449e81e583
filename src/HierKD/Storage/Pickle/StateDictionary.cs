using System.Globalization;

namespace HierKD;

/// <summary>The dictionary of tensors in what a file holds.</summary>
/// <param name="Tensors">The tensors.</param>
/// <param name="Others">Keys of anything else in it.</param>
/// <param name="Inner">Dictionaries of tensors in it, which are among the others.</param>
internal sealed record StateDictionary(
    IReadOnlyDictionary<string, PickledTensor> Tensors, IReadOnlyList<string> Others, InnerDictionaries Inner)
{
    private const string Remedy = "in Python, torch.save(model.state_dict(), 'weights.pth')";

    private const int MostShown = 20;

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
                $"it has no dictionary '{MessageText.Of(entry)}'; it has {Keys(dictionary)}{Proposal(InnerDictionaries.Of(dictionary))}");
        }
        var (own, inner) = (found.TensorCount, InnerDictionaries.Of(found, entry is null ? "" : entry + "."));
        if (own == 0 && !found.IsEmpty)
        {
            throw new InvalidDataException($"it is no dictionary of tensors; it has {Keys(found)}{Proposal(inner)}");
        }
        // A checkpoint may have a tensor beside its state dictionary, and a state dictionary a module's own state among its tensors.
        return own >= inner.Most ? Of(found, inner) : throw new InvalidDataException(
            $"it has fewer tensors than a dictionary in it, and is no state dictionary; it has {Keys(found)}{Proposal(inner)}");
    }

    private static StateDictionary Of(PickledDictionary dictionary, InnerDictionaries inner)
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
        return new StateDictionary(tensors, [.. others], inner);
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

    private static string Proposal(InnerDictionaries inner) =>
        inner.Proposal is { } load ? $": say which is the state dictionary: {load}" : "";

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
