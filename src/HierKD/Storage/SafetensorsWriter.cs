using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Writes the safetensors format: eight bytes with the header's length, little endian; the header as JSON; the tensors' bytes.
/// A file appears whole or not at all, with a checksum (<see cref="FileChecksum"/>).
/// </summary>
internal static class SafetensorsWriter
{
    /// <exception cref="ArgumentException">A tensor is of a type that the format does not know, or has more bytes than an array can
    /// hold.</exception>
    public static void Write(string path, IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var (name, tensor) in tensors)
        {
            if (Size(tensor) > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"Tensor '{name}' has {Size(tensor)} bytes, and at most {Array.MaxLength} can be written.", nameof(tensors));
            }
        }
        var header = Header(tensors, new Dictionary<string, string>(metadata)
        {
            [FileChecksum.WriterKey] = $"HierKD {typeof(SafetensorsWriter).Assembly.GetName().Version}",
            [FileChecksum.Key] = FileChecksum.Placeholder,
        });
        RequireReadable(path, header, tensors.Sum(t => Size(t.Tensor)));
        WholeFile.Write(path, file => Write(file, tensors, header));
    }

    /// <summary>What nobody reads again is not written.</summary>
    private static void RequireReadable(string path, byte[] header, long dataLength)
    {
        try
        {
            if (header.Length > SafetensorsFile.LargestHeader)
            {
                throw new InvalidDataException($"its header would have {header.Length} bytes.");
            }
            SafetensorsHeader.Read(path, header, dataLength);
        }
        catch (InvalidDataException failure)
        {
            throw new ArgumentException($"'{path}' would not be read again: {failure.Message}", nameof(path), failure);
        }
    }

    private static void Write(Stream stream, IReadOnlyList<(string Name, Tensor Tensor)> tensors, byte[] header)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        Append(length);
        Append(header);
        foreach (var (_, tensor) in tensors)
        {
            using var scope = NewDisposeScope();
            Append(tensor.detach().cpu().contiguous().bytes);
        }
        stream.Position = length.Length + FileChecksum.PlaceIn(header);
        stream.Write(Encoding.ASCII.GetBytes(FileChecksum.Text(hash)));

        void Append(ReadOnlySpan<byte> bytes)
        {
            stream.Write(bytes);
            hash.AppendData(bytes);
        }
    }

    private static byte[] Header(IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsType.NameOf(tensor.dtype));
                json.WriteStartArray("shape");
                foreach (var dimension in tensor.shape) json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += Size(tensor));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // The format asks readers to expect spaces at the end; they align the tensors for readers that map the file.
        var padding = (8 - (int)(buffer.Length % 8)) % 8;
        buffer.Write(Encoding.ASCII.GetBytes(new string(' ', padding)));
        return buffer.ToArray();
    }

    private static long Size(Tensor tensor) => tensor.numel() * tensor.element_size();
}
