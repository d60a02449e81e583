namespace HierKD;

/// <summary>A dictionary of a pickle, in its order.</summary>
internal sealed class PickledDictionary
{
    public List<(object? Key, object? Value)> Items { get; } = [];

    /// <summary>What is under a text; <see langword="null"/> if nothing is.</summary>
    public object? Find(string key) => Items.LastOrDefault(i => key.Equals(i.Key)).Value;
}
