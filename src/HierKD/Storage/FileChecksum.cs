using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace HierKD;

/// <summary>
/// The checksum of a safetensors file of HierKD's own, in its metadata: the SHA-256 of all its bytes, with zeros in the checksum's place.
/// What any other program wrote has none.
/// </summary>
internal static class FileChecksum
{
    /// <summary>The metadata's key of the checksum.</summary>
    public const string Key = "hierkd.sha256";

    /// <summary>
    /// The metadata's key of the writer. It stands in every file that has a checksum, so that a damaged key of the one is told by the
    /// other.
    /// </summary>
    public const string WriterKey = "hierkd.writer";

    /// <summary>What stands in the header until the checksum is known.</summary>
    public static readonly string Placeholder = new('0', Length);

    private const int Length = 2 * SHA256.HashSizeInBytes;
    private const int Block = 1 << 20;

    /// <summary>Where in a header the checksum stands; -1 if it has none.</summary>
    public static int PlaceIn(ReadOnlySpan<byte> header)
    {
        var start = Encoding.ASCII.GetBytes($"\"{Key}\":\"");
        var place = header.IndexOf(start);
        return place < 0 || place + start.Length + Length > header.Length ? -1 : place + start.Length;
    }

    /// <summary>What is wrong with a file; <see langword="null"/> if it is what was written, or was not written by HierKD.</summary>
    /// <param name="file">The file, whose place is left at its end.</param>
    /// <param name="prefix">What comes before the header.</param>
    /// <param name="header">The header.</param>
    /// <param name="metadata">What it says.</param>
    public static string? Fault(Stream file, ReadOnlySpan<byte> prefix, byte[] header, IReadOnlyDictionary<string, string> metadata)
    {
        var isOurs = metadata.ContainsKey(WriterKey);
        if (!metadata.TryGetValue(Key, out var expected)) return isOurs ? "it has lost its checksum" : null;
        var place = PlaceIn(header);
        if (!isOurs || place < 0) return "its checksum cannot be read";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(prefix);
        hash.AppendData(header.AsSpan(0, place));
        hash.AppendData(Encoding.ASCII.GetBytes(Placeholder));
        hash.AppendData(header.AsSpan(place + Length));
        var buffer = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            int read;
            while ((read = file.Read(buffer)) > 0) hash.AppendData(buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return Text(hash) == expected ? null : "its checksum is another: it was damaged or changed after it was written";
    }

    /// <summary>The checksum as text.</summary>
    public static string Text(IncrementalHash hash) => Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
}
