using System.Security.Cryptography;

namespace HierKD.Reliability.Readers;

/// <summary>One of the library's readers, with a valid file of its kind.</summary>
/// <param name="whole">The valid file.</param>
/// <param name="hasChecksum">Whether files of the kind have a checksum, so that what is damaged must be refused.</param>
/// <param name="owned">What goes with the reader.</param>
internal abstract class FileReader(byte[] whole, bool hasChecksum, IDisposable? owned = null) : IDisposable
{
    /// <summary>The valid file.</summary>
    public byte[] Whole { get; } = whole;

    /// <summary>Whether files of the kind have a checksum.</summary>
    public bool HasChecksum { get; } = hasChecksum;

    /// <summary>Reads a file; returns a digest of all that the file has brought.</summary>
    public abstract string Load(string path);

    /// <summary>A digest of what a file that is refused must leave alone; <see langword="null"/> if there is no such thing.</summary>
    public virtual string? State() => null;

    /// <summary>Tensors that TorchSharp itself has left behind of the networks that the reader has made.</summary>
    public virtual long Strays => 0;

    public void Dispose() => owned?.Dispose();

    /// <summary>A digest of tensors, texts and bytes.</summary>
    protected static string Digest(IEnumerable<(string Name, Tensor Tensor)> tensors, params IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, tensor) in tensors)
        {
            using var scope = NewDisposeScope();
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{name} {tensor.dtype} [{string.Join(",", tensor.shape)}]"));
            if (tensor.numel() > 0) hash.AppendData(tensor.detach().cpu().contiguous().bytes);
        }
        foreach (var text in texts) hash.AppendData(System.Text.Encoding.UTF8.GetBytes(text));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    protected static IEnumerable<(string Name, Tensor Tensor)> TensorsOf(nn.Module model) =>
        model.state_dict().OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value));

    /// <summary>What a writer writes.</summary>
    protected static byte[] Written(Action<string> write)
    {
        using var folder = Processes.WorkFolder.InMemory();
        write(folder.File("whole"));
        return File.ReadAllBytes(folder.File("whole"));
    }
}
