using System.IO.Compression;

namespace HierKD;

/// <summary>The zip archive that <c>torch.save</c> writes: entries side by side, none of them compressed.</summary>
internal sealed class PyTorchArchive : IDisposable
{
    private readonly string _path;
    private readonly ZipArchive _zip;

    private PyTorchArchive(string path, ZipArchive zip) => (_path, _zip) = (path, zip);

    /// <summary>The names of the entries.</summary>
    public IEnumerable<string> Names => _zip.Entries.Select(e => e.FullName);

    /// <exception cref="InvalidDataException">It is no such archive; the message names the file.</exception>
    public static PyTorchArchive Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            if (!BeginsAsZip(file))
            {
                throw new InvalidDataException(
                    $"'{path}' is not a zip archive, as torch.save writes since PyTorch 1.6: load it in Python and save it again.");
            }
            return Named(path, () =>
            {
                var stream = new DirectoryStream(file);
                var zip = new ZipArchive(stream, ZipArchiveMode.Read);
                Require(zip.Entries, file.Length);
                stream.LiftLimit();
                return new PyTorchArchive(path, zip);
            });
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Does something with the archive, and names the file in whatever it refuses.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged, or <paramref name="read"/> refused it.</exception>
    public T Named<T>(Func<T> read) => Named(_path, read);

    /// <summary>The length of an entry in bytes; <see langword="null"/> if there is none.</summary>
    public long? LengthOf(string name) => _zip.GetEntry(name)?.Length;

    /// <summary>Reads an entry that is there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="most">The most bytes that it may have.</param>
    public byte[] Read(string name, long most)
    {
        var entry = _zip.GetEntry(name)!;
        if (entry.Length > most)
        {
            throw new InvalidDataException($"its '{MessageText.Of(name)}' has {entry.Length} bytes, and at most {most} are read");
        }
        var bytes = new byte[entry.Length];
        Read(name, bytes);
        return bytes;
    }

    /// <summary>Reads an entry that is there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="into">Memory for as many bytes as it has.</param>
    public void Read(string name, Span<byte> into)
    {
        using var stream = _zip.GetEntry(name)!.Open();
        stream.ReadExactly(into);
    }

    public void Dispose() => _zip.Dispose();

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

    /// <summary>Other files, among them those of older versions of PyTorch, get a message of their own: they are not damaged.</summary>
    private static bool BeginsAsZip(FileStream file) => file.ReadByte() == 'P' && file.ReadByte() == 'K';

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
            throw new InvalidDataException($"its '{MessageText.Of(entry.FullName)}' is compressed, as torch.save never does");
        }
        if (entry.Length < 0 || entry.Length > fileLength)
        {
            throw new InvalidDataException(
                $"its '{MessageText.Of(entry.FullName)}' would have {entry.Length} bytes, the file has {fileLength}");
        }
    }
}
