using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order of insertion.</summary>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)>
    where TKey : notnull
{
    private readonly List<(TKey, TValue)> entries = [];
    private readonly Dictionary<TKey, TValue> byKey = [];

    /// <summary>The number of entries.</summary>
    public int Count => byKey.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>The keys, in order.</summary>
    public ICollection<TKey> Keys => entries.Select(entry => entry.Item1).ToList();

    /// <summary>The values, in order.</summary>
    public ICollection<TValue> Values => entries.Select(entry => entry.Item2).ToList();

    /// <summary>The entry at a position.</summary>
    public (TKey, TValue) this[int index]
    {
        get => entries[index];
        set
        {
            entries[index] = value;
            byKey[value.Item1] = value.Item2;
        }
    }

    /// <summary>The value of a key; a new key goes to the end.</summary>
    public TValue this[TKey key]
    {
        get => byKey[key];
        set
        {
            byKey[key] = value;
            var position = PositionOf(key);
            if (position < 0)
            {
                entries.Add((key, value));
            }
            else
            {
                entries[position] = (key, value);
            }
        }
    }

    /// <summary>The entries, in order.</summary>
    public IEnumerator<(TKey, TValue)> items() => entries.GetEnumerator();

    /// <summary>The keys.</summary>
    public IEnumerable<TKey> keys() => byKey.Keys;

    /// <summary>The values.</summary>
    public IEnumerable<TValue> values() => byKey.Values;

    /// <summary>Adds an entry at the end.</summary>
    public void Add(TKey key, TValue value) => Insert(entries.Count, (key, value));

    /// <summary>Adds an entry at the end.</summary>
    public void Add((TKey, TValue) item) => Insert(entries.Count, item);

    /// <summary>Adds an entry at the end.</summary>
    public void Add(KeyValuePair<TKey, TValue> item) => Insert(entries.Count, (item.Key, item.Value));

    /// <summary>Adds an entry at a position.</summary>
    public void Insert(int index, (TKey, TValue) item)
    {
        byKey.Add(item.Item1, item.Item2);
        entries.Insert(index, item);
    }

    /// <summary>Removes a key; an unknown one is an error.</summary>
    public bool Remove(TKey key)
    {
        if (!byKey.Remove(key))
        {
            throw new KeyNotFoundException($"There is no key '{key}'.");
        }

        entries.RemoveAt(PositionOf(key));
        return true;
    }

    /// <summary>Removes an entry.</summary>
    public bool Remove((TKey, TValue) item) => byKey.Remove(item.Item1) && entries.Remove(item);

    /// <summary>Removes an entry.</summary>
    public bool Remove(KeyValuePair<TKey, TValue> item) => ContainsKey(item.Key) && Remove(item.Key);

    /// <summary>Removes the entry at a position.</summary>
    public void RemoveAt(int index)
    {
        byKey.Remove(entries[index].Item1);
        entries.RemoveAt(index);
    }

    /// <summary>Removes all entries.</summary>
    public void Clear()
    {
        byKey.Clear();
        entries.Clear();
    }

    /// <summary>Removes all entries.</summary>
    public void clear() => Clear();

    /// <summary>Whether the entry is there.</summary>
    public bool Contains((TKey, TValue) item) => entries.Contains(item);

    /// <summary>Whether the entry's key is there.</summary>
    public bool Contains(KeyValuePair<TKey, TValue> item) => byKey.ContainsKey(item.Key);

    /// <summary>Whether the key is there.</summary>
    public bool ContainsKey(TKey key) => byKey.ContainsKey(key);

    /// <summary>The value of a key, if it is there.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => byKey.TryGetValue(key, out value);

    /// <summary>The position of an entry, or -1.</summary>
    public int IndexOf((TKey, TValue) item) => entries.IndexOf(item);

    /// <summary>Copies the entries.</summary>
    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

    /// <summary>Copies the entries.</summary>
    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (var (key, value) in entries)
        {
            array[arrayIndex++] = new(key, value);
        }
    }

    /// <summary>The entries, in order.</summary>
    public IEnumerator<(TKey, TValue)> GetEnumerator() => entries.GetEnumerator();

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
        entries.Select(entry => new KeyValuePair<TKey, TValue>(entry.Item1, entry.Item2)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int PositionOf(TKey key) => entries.FindIndex(entry => entry.Item1.Equals(key));
}
