using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Named modules in order; those in it when a parent registers the dictionary become its submodules.</summary>
public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)>
    where T : nn.Module
{
    private readonly OrderedDict<string, T> entries = new();
    private bool entriesAreRegistered;

    /// <summary>Creates an empty dictionary.</summary>
    public ModuleDict() : base("ModuleDict") { }

    /// <summary>The number of modules.</summary>
    public int Count => entries.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>The names, in order.</summary>
    public ICollection<string> Keys => entries.Keys;

    /// <summary>The modules, in order.</summary>
    public ICollection<T> Values => entries.Values;

    /// <summary>The entry at a position.</summary>
    public (string, T) this[int index]
    {
        get => entries[index];
        set => entries[index] = value;
    }

    /// <summary>The module of a name.</summary>
    public T this[string key]
    {
        get => entries[key];
        set => entries[key] = value;
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        if (entriesAreRegistered)
        {
            return;
        }

        foreach (var (name, module) in entries)
        {
            register_module(name, module);
        }

        entriesAreRegistered = true;
    }

    /// <summary>The entries, in order.</summary>
    public IEnumerator<(string, T)> items() => entries.items();

    /// <summary>The names.</summary>
    public IEnumerable<string> keys() => entries.keys();

    /// <summary>The modules.</summary>
    public IEnumerable<T> values() => entries.values();

    /// <summary>Adds a module.</summary>
    public void Add(string key, T value) => entries.Add(key, value);

    /// <summary>Adds a module.</summary>
    public void Add((string, T) item) => entries.Add(item);

    /// <summary>Adds a module.</summary>
    public void Add(KeyValuePair<string, T> item) => entries.Add(item);

    /// <summary>Adds a module at a position.</summary>
    public void Insert(int index, (string, T) item) => entries.Insert(index, item);

    /// <summary>Removes a module.</summary>
    public bool Remove(string key) => entries.Remove(key);

    /// <summary>Removes a module.</summary>
    public bool Remove((string, T) item) => entries.Remove(item);

    /// <summary>Removes a module.</summary>
    public bool Remove(KeyValuePair<string, T> item) => entries.Remove(item);

    /// <summary>Removes the module at a position.</summary>
    public void RemoveAt(int index) => entries.RemoveAt(index);

    /// <summary>Removes all modules.</summary>
    public void Clear() => entries.Clear();

    /// <summary>Removes all modules.</summary>
    public void clear() => entries.Clear();

    /// <summary>Whether an entry is there.</summary>
    public bool Contains((string, T) item) => entries.Contains(item);

    /// <summary>Whether an entry's name is there.</summary>
    public bool Contains(KeyValuePair<string, T> item) => entries.Contains(item);

    /// <summary>Whether a name is there.</summary>
    public bool ContainsKey(string key) => entries.ContainsKey(key);

    /// <summary>The module of a name, if it is there.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => entries.TryGetValue(key, out value);

    /// <summary>The position of an entry, or -1.</summary>
    public int IndexOf((string, T) item) => entries.IndexOf(item);

    /// <summary>Copies the entries.</summary>
    public void CopyTo((string, T)[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

    /// <summary>Copies the entries.</summary>
    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

    /// <summary>The entries, in order.</summary>
    public IEnumerator<(string, T)> GetEnumerator() => entries.GetEnumerator();

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, T>>)entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
