using System.Buffers.Binary;

namespace HierKD;

/// <summary>
/// The file that <c>torch.save</c> wrote before PyTorch 1.6: pickles of a magic number, a version, the writer's machine, the object and the
/// storages' keys; then for each key the count of its elements and their bytes.
/// </summary>
internal sealed class PyTorchLegacyFile : IPyTorchContainer
{
    private const long Version = 1001;

    /// <summary>Everything up to the elements is read at once: the object's pickle, and the short ones around it.</summary>
    private const int LargestHead = PyTorchArchive.LargestPickle;

    private readonly FileStream _file;
    private readonly Dictionary<string, (long Start, long Length)> _storages = [];

    private PyTorchLegacyFile(FileStream file) => _file = file;

    public object? Root { get; private set; }

    /// <summary>The number by which such files are known, as pickles of all protocols have it.</summary>
    private static ReadOnlySpan<byte> Magic => [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    /// <summary>Whether a file begins as such a file.</summary>
    public static bool Begins(ReadOnlySpan<byte> head) => head is [0x80, ..] && head[..Math.Min(head.Length, 32)].IndexOf(Magic) > 0;

    /// <param name="file">The file, which is this one's from then on, and is closed if it is refused.</param>
    /// <exception cref="InvalidDataException">It is damaged, or its pickles are not PyTorch's; the message does not name the file.
    /// </exception>
    public static PyTorchLegacyFile Open(FileStream file)
    {
        try
        {
            var legacy = new PyTorchLegacyFile(file);
            legacy.Read();
            return legacy;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public long? LengthOf(string key) => _storages.TryGetValue(key, out var storage) ? storage.Length : null;

    public void Read(string key, Span<byte> into)
    {
        _file.Position = _storages[key].Start;
        _file.ReadExactly(into);
    }

    public void Dispose() => _file.Dispose();

    private void Read()
    {
        var head = new byte[Math.Min(_file.Length, LargestHead)];
        _file.Position = 0;
        _file.ReadExactly(head);
        var at = new PickleCursor(head, isWhole: head.Length == _file.Length);
        new PickleReader(at).Read();
        if (new PickleReader(at).Read() is not Version) throw new InvalidDataException("it is of an unknown version of the old format");
        if (new PickleReader(at).Read() is PickledDictionary machine && machine.Find("little_endian") is false)
        {
            throw new InvalidDataException("its numbers are not little-endian: load it in Python on such a machine and save it again");
        }
        var pickle = new PickleReader(at);
        Root = pickle.Read();
        if (pickle.Contradiction is { } key)
        {
            throw new InvalidDataException($"its storage '{MessageText.Of(key)}' is said to be of two sizes");
        }
        if (new PickleReader(at).Read() is not List<object?> keys) throw new InvalidDataException("it does not list its storages");
        FindStorages(keys, pickle.Storages, at.Place);
    }

    private void FindStorages(List<object?> keys, Dictionary<string, PickledStorage> known, long place)
    {
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (var key in keys)
        {
            if (key is not string name || !known.TryGetValue(name, out var storage))
            {
                throw new InvalidDataException("it lists a storage that no tensor has");
            }
            // Its own count, and not the pickle's, says where the next one begins: both have to be the same.
            _file.Position = place;
            _file.ReadExactly(count);
            var length = (Int128)storage.Count * storage.ElementSize;
            if (BinaryPrimitives.ReadInt64LittleEndian(count) != storage.Count || length > _file.Length - place - count.Length)
            {
                throw new InvalidDataException($"its storage '{MessageText.Of(name)}' is missing or not of the size that it should have");
            }
            if (!_storages.TryAdd(name, (place + count.Length, (long)length)))
            {
                throw new InvalidDataException($"it lists its storage '{MessageText.Of(name)}' twice");
            }
            place += count.Length + (long)length;
        }
        if (place != _file.Length) throw new InvalidDataException($"{_file.Length - place} bytes follow its last storage");
    }
}
