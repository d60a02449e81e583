using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HierKD.Reliability.Mutations;

/// <summary>The checksum of a file of HierKD's own, as an attacker would write it who knows how.</summary>
internal static class FileSeal
{
    private const int Prefix = 8;

    /// <summary>The file with the checksum that is right for it; <see langword="null"/> if it has no place for one.</summary>
    public static byte[]? Renew(byte[] bytes)
    {
        if (bytes.Length < Prefix) return null;
        var header = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (header > (ulong)(bytes.Length - Prefix)) return null;
        var place = FileChecksum.PlaceIn(bytes.AsSpan(Prefix, (int)header));
        if (place < 0) return null;
        var sealedBytes = bytes.ToArray();
        var checksum = sealedBytes.AsSpan(Prefix + place, FileChecksum.Placeholder.Length);
        Encoding.ASCII.GetBytes(FileChecksum.Placeholder, checksum);
        Encoding.ASCII.GetBytes(Convert.ToHexString(SHA256.HashData(sealedBytes)).ToLowerInvariant(), checksum);
        return sealedBytes;
    }

    /// <summary>Whether a file says anywhere that HierKD wrote it; one that does not is another program's, and has no checksum.</summary>
    public static bool IsClaimed(byte[] bytes) =>
        bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(FileChecksum.Key)) >= 0
            || bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(FileChecksum.WriterKey)) >= 0;
}
