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
    private (string Key, byte[] Bytes)? _last;

    private PyTorchFile(PyTorchArchive archive, string folder, Dictionary<string, PickledTensor> tensors)
    {
        (_archive, _folder, _tensors) = (archive, folder, tensors);
        Entries = tensors.ToDictionary(t => t.Key, t => (t.Value.Storage.Type, t.Value.Shape));
        _places = tensors.Values.Select(t => t.Storage.Key).Distinct().Select((key, place) => (key, place))
            .ToDictionary(s => s.key, s => (long)s.place);
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

    /// <summary>Reads a tensor onto the CPU; the caller disposes it.</summary>
    /// <exception cref="InvalidDataException">Its storage cannot be read. Checksums are not looked at, which some versions of PyTorch do
    /// not write: numbers that were changed are read as they are.</exception>
    public Tensor Read(string name) => _archive.Named(() =>
    {
        var pickled = _tensors[name];
        var bytes = Elements(pickled, StorageOf(name, pickled));
        var tensor = empty(pickled.Shape, dtype: pickled.Storage.Type);
        if (bytes.Length > 0) tensor.bytes = bytes;
        return tensor;
    });

    public void Dispose()
    {
        _last = null;
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

    /// <summary>A storage's bytes. The last one is kept: many tensors may be views of one.</summary>
    private byte[] StorageOf(string name, PickledTensor tensor)
    {
        if (_last is { } last && last.Key == tensor.Storage.Key) return last.Bytes;
        _last = null;
        var length = tensor.Storage.Count * tensor.Storage.ElementSize;
        if (length > Array.MaxLength)
        {
            throw new InvalidDataException($"the storage of {Shown(name)} has {length} bytes, and at most {Array.MaxLength} can be read");
        }
        var bytes = _archive.Read(EntryOf(tensor), Array.MaxLength);
        _last = (tensor.Storage.Key, bytes);
        return bytes;
    }

    /// <summary>The elements in the order of the tensor's axes.</summary>
    private static byte[] Elements(PickledTensor tensor, byte[] storage)
    {
        var size = tensor.Storage.ElementSize;
        var (shape, strides) = (tensor.Shape, tensor.Strides);
        var bytes = new byte[shape.Aggregate((long)size, (product, n) => product * n)];
        var index = new long[shape.Length];
        for (var to = 0; to < bytes.Length; to += size)
        {
            var from = tensor.Offset;
            for (var axis = 0; axis < shape.Length; axis++) from += index[axis] * strides[axis];
            storage.AsSpan((int)(from * size), size).CopyTo(bytes.AsSpan(to));
            for (var axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) index[axis] = 0;
        }
        return bytes;
    }
}
