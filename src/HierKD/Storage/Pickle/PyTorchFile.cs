using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// An open file of <c>torch.save</c>: a pickle and storages. Tensors are read when asked for; nothing is run.
/// </summary>
internal sealed class PyTorchFile : IWeightFile
{
    private readonly string _path;
    private readonly IPyTorchContainer _container;
    private readonly IReadOnlyDictionary<string, PickledTensor> _tensors;
    private readonly Dictionary<string, long> _places;
    private (string Key, Tensor Values)? _last;

    private PyTorchFile(string path, IPyTorchContainer container, StateDictionary state)
    {
        (_path, _container, _tensors, Others) = (path, container, state.Tensors, state.Others);
        Hint = state.Inner.Proposal is { } load ? $"If a dictionary in it is the state dictionary: {load}." : null;
        Entries = _tensors.ToDictionary(t => t.Key, t => (t.Value.Storage.Type!.Value, t.Value.Shape));
        Dictionary<string, (ScalarType? Type, long Place)> storages = [];
        foreach (var storage in _tensors.Values.Select(t => t.Storage))
        {
            storages.TryAdd(storage.Key, (storage.Type, storages.Count));
            if (storages[storage.Key].Type != storage.Type)
            {
                throw new InvalidDataException($"its storage '{MessageText.Of(storage.Key)}' has numbers of two types");
            }
        }
        _places = storages.ToDictionary(s => s.Key, s => s.Value.Place);
        foreach (var (name, tensor) in _tensors) RequireStorage(name, tensor);
    }

    public IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> Entries { get; }

    public IReadOnlyList<string> Others { get; }

    public string? Hint { get; }

    /// <param name="path">The file.</param>
    /// <param name="entry">Under which text of the saved dictionary the state dictionary is; the saved object itself if
    /// <see langword="null"/>.</param>
    /// <exception cref="InvalidDataException">It is no such file, is damaged, or holds no state dictionary; of the storages, only the
    /// lengths are known by then.</exception>
    public static PyTorchFile Open(string path, string? entry)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        IPyTorchContainer container;
        try
        {
            var head = ForeignFormat.HeadOf(file);
            var isZip = head is [(byte)'P', (byte)'K', ..];
            if (!isZip && !PyTorchLegacyFile.Begins(head))
            {
                throw new InvalidDataException(
                    $"'{path}' is not a file that torch.save wrote: {ForeignFormat.Of(head) ?? "it begins as none does"}.");
            }
            container = Named(path, () => isZip ? (IPyTorchContainer)PyTorchArchive.Open(file) : PyTorchLegacyFile.Open(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
        try
        {
            return Named(path, () => new PyTorchFile(path, container, StateDictionary.In(container.Root, entry)));
        }
        catch
        {
            container.Dispose();
            throw;
        }
    }

    public long PlaceOf(string name) => _places[_tensors[name].Storage.Key];

    /// <summary>Reads a tensor onto the CPU; the caller disposes it. It is a view of its storage, which it shares with others.</summary>
    /// <exception cref="InvalidDataException">Its storage cannot be read. Checksums are not looked at, which some versions of PyTorch do
    /// not write: numbers that were changed are read as they are.</exception>
    public Tensor Read(string name) => Named(_path, () =>
    {
        var pickled = _tensors[name];
        // Of no elements, the file may say any strides.
        return pickled.Shape.Contains(0)
            ? empty(pickled.Shape, dtype: pickled.Storage.Type, device: CPU)
            : StorageOf(name, pickled).as_strided(pickled.Shape, pickled.Strides, pickled.Offset);
    });

    public void Dispose()
    {
        Forget();
        _container.Dispose();
    }

    /// <summary>Does something with the file, and names it in whatever is refused.</summary>
    private static T Named<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"'{path}' cannot be read as PyTorch's weights: {failure.Message.TrimEnd('.')}.", failure);
        }
    }

    private void RequireStorage(string name, PickledTensor tensor)
    {
        if (_container.LengthOf(tensor.Storage.Key) is not { } length
            || length != tensor.Storage.Count * (Int128)tensor.Storage.ElementSize)
        {
            throw new InvalidDataException(
                $"the storage of '{MessageText.Of(name)}' is missing or not of the size that it should have");
        }
        if (tensor.IsExpanded)
        {
            throw new InvalidDataException($"'{MessageText.Of(name)}' has more elements than were saved: save a clone of it");
        }
    }

    /// <summary>A storage's elements. The last ones are kept: many tensors may be views of one.</summary>
    private Tensor StorageOf(string name, PickledTensor tensor)
    {
        var storage = tensor.Storage;
        if (_last is { } last && last.Key == storage.Key) return last.Values;
        Forget();
        var length = storage.Count * storage.ElementSize;
        if (length > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"the storage of '{MessageText.Of(name)}' has {length} bytes, and at most {Array.MaxLength} can be read");
        }
        var values = empty(storage.Count, dtype: storage.Type, device: CPU).DetachFromDisposeScope();
        try
        {
            _container.Read(storage.Key, values.bytes);
        }
        catch
        {
            values.Dispose();
            throw;
        }
        _last = (storage.Key, values);
        return values;
    }

    private void Forget()
    {
        _last?.Values.Dispose();
        _last = null;
    }
}
