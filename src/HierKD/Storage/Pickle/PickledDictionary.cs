namespace HierKD;

/// <summary>A dictionary of a pickle, in its order.</summary>
internal sealed class PickledDictionary
{
    private List<(object? Key, object? Value)>? _items;

    /// <summary>The items; their list is made when it is needed, as a pickle may be of nothing but empty dictionaries.</summary>
    public List<(object? Key, object? Value)> Items => _items ??= [];

    public bool IsEmpty => _items is null or [];

    /// <summary>How many tensors are under texts.</summary>
    public int TensorCount => _items?.Count(i => i is { Key: string, Value: PickledTensor }) ?? 0;

    /// <summary>What is under a text; <see langword="null"/> if nothing is.</summary>
    public object? Find(string key) => Items.LastOrDefault(i => key.Equals(i.Key)).Value;
}
