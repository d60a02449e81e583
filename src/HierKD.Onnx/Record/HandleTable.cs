namespace HierKD.Onnx;

/// <summary>Which native handle stands for which value. Handles are used again as soon as they are free.</summary>
internal sealed class HandleTable
{
    private readonly Dictionary<nint, Entry> _entries = [];

    public bool Contains(nint handle) => _entries.ContainsKey(handle);

    /// <summary>The value of a handle; null if none is known.</summary>
    public TracedValue? Find(nint handle) => _entries.TryGetValue(handle, out var entry) ? entry.Value : null;

    /// <summary>Whether the handle's elements were overwritten through another view, so that its value is not known any more.</summary>
    public bool IsStale(nint handle) => _entries.TryGetValue(handle, out var entry) && entry.IsStale;

    public void Add(nint handle, TracedValue value)
    {
        var tensor = new NativeTensor(handle);
        _entries[handle] = new Entry(value, value.Shape.Contains(0) ? 0 : tensor.Storage, tensor.Offset, tensor.Strides, IsStale: false);
    }

    public void Remove(nint handle) => _entries.Remove(handle);

    /// <summary>After an operator that writes in place: all views of the same elements have the new value.</summary>
    public void Overwrite(nint handle, TracedValue value)
    {
        Add(handle, value);
        var written = _entries[handle];
        foreach (var (other, entry) in _entries.Where(e => e.Value.Storage != 0 && e.Value.Storage == written.Storage).ToList())
        {
            _entries[other] = entry.Value.Shape.SequenceEqual(value.Shape) && entry.Offset == written.Offset
                && entry.Strides.SequenceEqual(written.Strides) && entry.Value.Type == value.Type
                    ? entry with { Value = value, IsStale = false }
                    : entry with { IsStale = true };
        }
    }

    private sealed record Entry(TracedValue Value, nint Storage, long Offset, long[] Strides, bool IsStale);
}
