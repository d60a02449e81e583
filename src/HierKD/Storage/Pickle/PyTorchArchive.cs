using System.IO.Compression;

namespace HierKD;

/// <summary>
/// The zip archive that <c>torch.save</c> writes since PyTorch 1.6: a pickle and storages side by side, none of them compressed.
/// </summary>
internal sealed class PyTorchArchive : IPyTorchContainer
{
    /// <summary>A pickle needs some 250 bytes for a tensor; its numbers are elsewhere.</summary>
    public const int LargestPickle = 16 << 20;

    private readonly ZipArchive _zip;
    private readonly string _folder;

    private PyTorchArchive(ZipArchive zip, long fileLength)
    {
        _zip = zip;
        var names = zip.Entries.Select(e => e.FullName).ToArray();
        if (ForeignArchive.Of(names) is { } reason) throw new InvalidDataException(reason);
        Require(zip.Entries, fileLength);
        var pickle = names.FirstOrDefault(n => n.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new InvalidDataException("it is a zip archive without data.pkl");
        _folder = pickle[..^"data.pkl".Length];
        // It stands before the name of every storage.
        if (_folder.Length > WeightLimits.LongestName)
        {
            throw new InvalidDataException(
                $"its folder has a name of {_folder.Length} letters, and at most {WeightLimits.LongestName} are read");
        }
    }

    public object? Root { get; private set; }

    /// <param name="file">The file, which is the archive's from then on, and is closed if it is refused.</param>
    /// <exception cref="InvalidDataException">It is no such archive; the message does not name the file.</exception>
    public static PyTorchArchive Open(FileStream file)
    {
        try
        {
            var stream = new DirectoryStream(file);
            var archive = new PyTorchArchive(new ZipArchive(stream, ZipArchiveMode.Read), file.Length);
            stream.LiftLimit();
            archive.ReadRoot();
            return archive;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public long? LengthOf(string key) => _zip.GetEntry(EntryOf(key))?.Length;

    public void Read(string key, Span<byte> into) => ReadEntry(EntryOf(key), into);

    public void Dispose() => _zip.Dispose();

    private string EntryOf(string key) => $"{_folder}data/{key}";

    private void ReadRoot()
    {
        var order = _folder + "byteorder";
        if (_zip.GetEntry(order) is not null && !"little"u8.SequenceEqual(ReadEntry(order, 16)))
        {
            throw new InvalidDataException("its numbers are not little-endian: load it in Python on such a machine and save it again");
        }
        Root = new PickleReader(new PickleCursor(ReadEntry(_folder + "data.pkl", LargestPickle))).Read();
    }

    private byte[] ReadEntry(string name, long most)
    {
        var entry = _zip.GetEntry(name)!;
        if (entry.Length > most)
        {
            throw new InvalidDataException($"its '{MessageText.Of(name)}' has {entry.Length} bytes, and at most {most} are read");
        }
        var bytes = new byte[entry.Length];
        ReadEntry(name, bytes);
        return bytes;
    }

    private void ReadEntry(string name, Span<byte> into)
    {
        using var stream = _zip.GetEntry(name)!.Open();
        stream.ReadExactly(into);
    }

    /// <summary>What an archive says of its entries' lengths is not to be believed: memory is taken for them.</summary>
    private static void Require(IEnumerable<ZipArchiveEntry> entries, long fileLength)
    {
        long together = 0;
        foreach (var entry in entries)
        {
            Require(entry, fileLength);
            if ((together += entry.Length) > fileLength)
            {
                throw new InvalidDataException($"its entries would have more bytes than the file, which has {fileLength}");
            }
        }
    }

    private static void Require(ZipArchiveEntry entry, long fileLength)
    {
        if (entry.CompressedLength != entry.Length)
        {
            throw new InvalidDataException(
                $"its '{MessageText.Of(entry.FullName)}' is compressed, as torch.save never does; TorchSharp.PyBridge does: load it with " +
                $"load_py and save it with SafetensorsWeights.Save");
        }
        if (entry.Length < 0 || entry.Length > fileLength)
        {
            throw new InvalidDataException(
                $"its '{MessageText.Of(entry.FullName)}' would have {entry.Length} bytes, the file has {fileLength}");
        }
    }
}
