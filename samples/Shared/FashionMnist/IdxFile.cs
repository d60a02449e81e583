using System.Buffers.Binary;
using System.IO.Compression;

namespace HierKD.Samples;

/// <summary>
/// An array of bytes in the IDX format of MNIST: two zero bytes, the type (8: unsigned byte), the number of dimensions, each dimension
/// big-endian, the bytes.
/// </summary>
internal sealed record IdxFile(int[] Shape, byte[] Values)
{
    private const int UnsignedByte = 8;

    /// <summary>Reads <paramref name="name"/> or <paramref name="name"/>.gz in <paramref name="folder"/>.</summary>
    public static IdxFile Read(string folder, string name)
    {
        var path = new[] { name + ".gz", name }.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"There is neither {name} nor {name}.gz in '{folder}'; --data must be a folder with the four IDX files of Fashion-MNIST.");
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        try
        {
            return Read(stream);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"'{path}' is not a whole IDX file of bytes: {failure.Message}", failure);
        }
    }

    /// <summary>Writes a gzip-compressed file.</summary>
    public void WriteCompressed(string path)
    {
        var head = new byte[4 + 4 * Shape.Length];
        (head[2], head[3]) = (UnsignedByte, (byte)Shape.Length);
        for (var i = 0; i < Shape.Length; i++) BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4 + 4 * i), Shape[i]);
        using var stream = new GZipStream(File.Create(path), CompressionLevel.SmallestSize);
        stream.Write(head);
        stream.Write(Values);
    }

    private static IdxFile Read(Stream stream)
    {
        Span<byte> word = stackalloc byte[4];
        stream.ReadExactly(word);
        if (word[0] != 0 || word[1] != 0 || word[2] != UnsignedByte)
        {
            throw new InvalidDataException($"it begins with {Convert.ToHexString(word)}.");
        }
        var shape = new int[word[3]];
        for (var i = 0; i < shape.Length; i++)
        {
            stream.ReadExactly(word);
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(word);
        }
        var values = new byte[shape.Aggregate(1, (a, b) => checked(a * b))];
        stream.ReadExactly(values);
        return new IdxFile(shape, values);
    }
}
