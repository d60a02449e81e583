using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>An open file of <c>torch.save</c>: a zip archive of a pickle and of storages. Tensors are read when asked for; nothing is run.</summary>
internal sealed class PyTorchFile : IWeightFile
{
    private const long LargestPickle = 100_000_000;

    private readonly ZipArchive _archive;
    private readonly string _folder;
    private readonly Dictionary<string, PickledTensor> _tensors;

    private PyTorchFile(ZipArchive archive, string folder, Dictionary<string, PickledTensor> tensors)
    {
        (_archive, _folder, _tensors) = (archive, folder, tensors);
        Entries = tensors.ToDictionary(t => t.Key, t => (t.Value.Storage.Type, t.Value.Shape));
    }

    public IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> Entries { get; }

    /// <param name="path">The file.</param>
    /// <param name="entry">Under which text of the saved dictionary the state dictionary is; the saved object itself if <see langword="null"/>.</param>
    /// <exception cref="InvalidDataException">It is no such file, is damaged, or holds more than weights.</exception>
    public static PyTorchFile Open(string path, string? entry)
    {
        var archive = OpenArchive(path);
        try
        {
            var pickle = archive.Entries.FirstOrDefault(e => e.FullName.EndsWith("/data.pkl", StringComparison.Ordinal)) ?? throw new InvalidDataException("it is a zip archive without data.pkl");
            var folder = pickle.FullName[..^"data.pkl".Length];
            if (archive.GetEntry(folder + "byteorder") is { } order && !"little"u8.SequenceEqual(ReadWhole(order, 16))) throw new InvalidDataException("its numbers are not little-endian");
            var file = new PyTorchFile(archive, folder, Tensors(new PickleReader(ReadWhole(pickle, LargestPickle)).Read(), entry));
            foreach (var (name, tensor) in file._tensors) file.RequireStorage(name, tensor);
            return file;
        }
        catch (Exception failure)
        {
            archive.Dispose();
            if (failure is InvalidDataException) throw new InvalidDataException($"'{path}' cannot be read as PyTorch's weights: {failure.Message}.", failure);
            throw;
        }
    }

    /// <summary>Reads a tensor onto the CPU; the caller disposes it.</summary>
    public Tensor Read(string name)
    {
        var pickled = _tensors[name];
        var storage = ReadWhole(_archive.GetEntry(EntryOf(pickled))!, long.MaxValue);
        var tensor = empty(pickled.Shape, dtype: pickled.Storage.Type);
        var bytes = Elements(pickled, storage);
        if (bytes.Length > 0) tensor.bytes = bytes;
        return tensor;
    }

    public void Dispose() => _archive.Dispose();

    private static ZipArchive OpenArchive(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException failure)
        {
            file.Dispose();
            throw new InvalidDataException($"'{path}' is not a zip archive, as torch.save writes since PyTorch 1.6: load it in Python and save it again.", failure);
        }
    }

    private static Dictionary<string, PickledTensor> Tensors(object? root, string? entry)
    {
        if (entry is not null && root is PickledDictionary whole) root = whole.Find(entry) ?? throw new InvalidDataException($"it has no '{entry}'; it has {Keys(whole)}");
        if (root is not PickledDictionary dictionary) throw new InvalidDataException("it holds no dictionary of tensors: save model.state_dict()");
        Dictionary<string, PickledTensor> tensors = [];
        foreach (var (key, value) in dictionary.Items)
        {
            if (key is not string name || value is not PickledTensor tensor) throw new InvalidDataException($"'{key}' is not a tensor; it has {Keys(dictionary)}: say which entry is the state dictionary");
            if (!tensors.TryAdd(name, tensor)) throw new InvalidDataException($"it has '{name}' twice");
        }
        return tensors;
    }

    private static string Keys(PickledDictionary dictionary) => string.Join(", ", dictionary.Items.Take(20).Select(i => $"'{i.Key}'"));

    private void RequireStorage(string name, PickledTensor tensor)
    {
        if (_archive.GetEntry(EntryOf(tensor)) is not { } entry || entry.Length != tensor.Storage.Count * (Int128)tensor.Storage.ElementSize)
        {
            throw new InvalidDataException($"the storage of '{name}' is missing or not of the size that it should have");
        }
        if (tensor.IsExpanded) throw new InvalidDataException($"'{name}' has more elements than were saved: save a clone of it");
    }

    private string EntryOf(PickledTensor tensor) => $"{_folder}data/{tensor.Storage.Key}";

    private static byte[] ReadWhole(ZipArchiveEntry entry, long most)
    {
        if (entry.CompressedLength != entry.Length) throw new InvalidDataException($"its '{entry.FullName}' is compressed, as torch.save never does");
        if (entry.Length > Math.Min(most, Array.MaxLength)) throw new InvalidDataException($"its '{entry.FullName}' has {entry.Length} bytes");
        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
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
