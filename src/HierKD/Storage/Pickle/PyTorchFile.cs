using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// An open file of <c>torch.save</c>: a zip archive of a pickle and of storages. Tensors are read when asked for; nothing is run.
/// </summary>
internal sealed class PyTorchFile : IWeightFile
{
    /// <summary>A pickle needs some 250 bytes for a tensor; its numbers are elsewhere.</summary>
    private const long LargestPickle = 16 << 20;

    private readonly PyTorchArchive _archive;
    private readonly string _folder;
    private readonly Dictionary<string, PickledTensor> _tensors;
    private readonly Dictionary<string, long> _places;
    private (string Key, Tensor Values)? _last;

    private PyTorchFile(PyTorchArchive archive, string folder, Dictionary<string, PickledTensor> tensors)
    {
        (_archive, _folder, _tensors) = (archive, folder, tensors);
        Entries = tensors.ToDictionary(t => t.Key, t => (t.Value.Storage.Type, t.Value.Shape));
        Dictionary<string, (ScalarType Type, long Place)> storages = [];
        foreach (var storage in tensors.Values.Select(t => t.Storage))
        {
            storages.TryAdd(storage.Key, (storage.Type, storages.Count));
            if (storages[storage.Key].Type != storage.Type)
            {
                throw new InvalidDataException($"its storage {Shown(storage.Key)} has numbers of two types");
            }
        }
        _places = storages.ToDictionary(s => s.Key, s => s.Value.Place);
    }

    public IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> Entries { get; }

    /// <param name="path">The file.</param>
    /// <param name="entry">Under which text of the saved dictionary the state dictionary is; the saved object itself if
    /// <see langword="null"/>.</param>
    /// <exception cref="InvalidDataException">It is no such file, is damaged, or holds more than weights; of the storages, only the lengths
    /// are known by then.</exception>
    public static PyTorchFile Open(string path, string? entry)
    {
        var archive = PyTorchArchive.Open(path);
        try
        {
            return archive.Named(() => Read(archive, entry));
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public long PlaceOf(string name) => _places[_tensors[name].Storage.Key];

    /// <summary>Reads a tensor onto the CPU; the caller disposes it. It is a view of its storage, which it shares with others.</summary>
    /// <exception cref="InvalidDataException">Its storage cannot be read. Checksums are not looked at, which some versions of PyTorch do
    /// not write: numbers that were changed are read as they are.</exception>
    public Tensor Read(string name) => _archive.Named(() =>
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
        _archive.Dispose();
    }

    private static PyTorchFile Read(PyTorchArchive archive, string? entry)
    {
        var pickle = archive.Names.FirstOrDefault(n => n.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new InvalidDataException("it is a zip archive without data.pkl");
        var folder = pickle[..^"data.pkl".Length];
        var order = folder + "byteorder";
        if (archive.LengthOf(order) is not null && !"little"u8.SequenceEqual(archive.Read(order, 16)))
        {
            throw new InvalidDataException("its numbers are not little-endian");
        }
        var file = new PyTorchFile(archive, folder, Tensors(new PickleReader(archive.Read(pickle, LargestPickle)).Read(), entry));
        foreach (var (name, tensor) in file._tensors) file.RequireStorage(name, tensor);
        return file;
    }

    private static Dictionary<string, PickledTensor> Tensors(object? root, string? entry)
    {
        if (entry is not null && root is PickledDictionary whole)
        {
            root = whole.Find(entry) ?? throw new InvalidDataException($"it has no '{entry}'; it has {Keys(whole)}");
        }
        if (root is not PickledDictionary dictionary)
        {
            throw new InvalidDataException("it holds no dictionary of tensors: save model.state_dict()");
        }
        if (dictionary.Items.Count > WeightLimits.MostTensors)
        {
            throw new InvalidDataException($"it has more than {WeightLimits.MostTensors} tensors");
        }
        Dictionary<string, PickledTensor> tensors = [];
        foreach (var (key, value) in dictionary.Items)
        {
            if (key is not string name || value is not PickledTensor tensor)
            {
                throw new InvalidDataException(
                    $"{Shown(key)} is not a tensor; it has {Keys(dictionary)}: say which entry is the state dictionary");
            }
            if (!tensors.TryAdd(name, tensor)) throw new InvalidDataException($"it has {Shown(name)} twice");
        }
        return tensors;
    }

    private static string Keys(PickledDictionary dictionary) => string.Join(", ", dictionary.Items.Take(20).Select(i => Shown(i.Key)));

    private static string Shown(object? key) => $"'{MessageText.Of(Convert.ToString(key, CultureInfo.InvariantCulture) ?? "")}'";

    private void RequireStorage(string name, PickledTensor tensor)
    {
        if (_archive.LengthOf(EntryOf(tensor)) is not { } length || length != tensor.Storage.Count * (Int128)tensor.Storage.ElementSize)
        {
            throw new InvalidDataException($"the storage of {Shown(name)} is missing or not of the size that it should have");
        }
        if (tensor.IsExpanded) throw new InvalidDataException($"{Shown(name)} has more elements than were saved: save a clone of it");
    }

    private string EntryOf(PickledTensor tensor) => $"{_folder}data/{tensor.Storage.Key}";

    /// <summary>A storage's elements. The last ones are kept: many tensors may be views of one.</summary>
    private Tensor StorageOf(string name, PickledTensor tensor)
    {
        var storage = tensor.Storage;
        if (_last is { } last && last.Key == storage.Key) return last.Values;
        Forget();
        var length = storage.Count * storage.ElementSize;
        if (length > Array.MaxLength)
        {
            throw new InvalidDataException($"the storage of {Shown(name)} has {length} bytes, and at most {Array.MaxLength} can be read");
        }
        var values = empty(storage.Count, dtype: storage.Type, device: CPU).DetachFromDisposeScope();
        try
        {
            _archive.Read(EntryOf(tensor), values.bytes);
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
