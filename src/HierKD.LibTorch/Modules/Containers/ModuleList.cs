using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A list of modules; those in it when a parent registers the list become its submodules.</summary>
public class ModuleList<T> : nn.Module, IList<T>
    where T : nn.Module
{
    private readonly List<T> _list = [];
    private bool itemsAreRegistered;

    /// <summary>Creates a list.</summary>
    public ModuleList(params T[] modules) : base("ModuleList") => append(modules);

    /// <summary>The number of modules.</summary>
    public int Count => _list.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>The module at a position; setting it does not renew a registration.</summary>
    public T this[int index]
    {
        get => _list[index];
        set => _list[index] = value;
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        if (itemsAreRegistered)
        {
            return;
        }

        for (var position = 0; position < _list.Count; position++)
        {
            register_module($"{position}", _list[position]);
        }

        itemsAreRegistered = true;
    }

    /// <summary>Adds a module.</summary>
    public void Add(T item) => _list.Add(item);

    /// <summary>Adds modules.</summary>
    public void append(params T[] parameters) => _list.AddRange(parameters ?? []);

    /// <summary>Adds modules.</summary>
    public void extend(IEnumerable<T> modules) => _list.AddRange(modules);

    /// <summary>Removes all modules.</summary>
    public void Clear() => _list.Clear();

    /// <summary>Whether a module is there.</summary>
    public bool Contains(T item) => _list.Contains(item);

    /// <summary>Copies the modules.</summary>
    public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    /// <summary>The position of a module, or -1.</summary>
    public int IndexOf(T item) => _list.IndexOf(item);

    /// <summary>Adds a module at a position.</summary>
    public void Insert(int index, T item) => _list.Insert(index, item);

    /// <summary>Removes a module.</summary>
    public bool Remove(T item) => _list.Remove(item);

    /// <summary>Removes the module at a position.</summary>
    public void RemoveAt(int index) => _list.RemoveAt(index);

    /// <summary>The modules, in order.</summary>
    public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
