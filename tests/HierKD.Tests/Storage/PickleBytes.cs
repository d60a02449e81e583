using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace HierKD.Tests.Storage;

/// <summary>Writes pickles by instruction, and archives around them as <c>torch.save</c> does, also such as it never would.</summary>
internal sealed class PickleBytes(byte protocol = 2)
{
    private readonly List<byte> _bytes = [0x80, protocol];

    public PickleBytes Code(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBytes Code(string code) => Code(Encoding.Latin1.GetBytes(code));

    public PickleBytes Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Code("X").Code(length).Code(utf8);
    }

    public PickleBytes Number(int value)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, value);
        return Code("J").Code(number);
    }

    public PickleBytes Global(string module, string name) => Code($"c{module}\n{name}\n");

    /// <summary>A tensor of floats in a storage.</summary>
    public PickleBytes Tensor(int count, int offset, int[] shape, int[] strides, string storage = "0", string type = "Float")
    {
        Global("torch._utils", "_rebuild_tensor_v2").Code("(").Code("(").Text("storage").Global("torch", type + "Storage").Text(storage)
            .Text("cpu").Number(count).Code("tQ").Number(offset);
        foreach (var numbers in new[] { shape, strides })
        {
            Code("(");
            foreach (var number in numbers) Number(number);
            Code("t");
        }
        return Code(0x89).Global("collections", "OrderedDict").Code(")RtR");
    }

    public byte[] End() => [.. _bytes, (byte)'.'];

    /// <summary>An archive of the pickle and of storage 0.</summary>
    public static void WriteArchive(
        string path, byte[] pickle, float[] storage, CompressionLevel compression = CompressionLevel.NoCompression) =>
        WriteArchive(path, compression, ("data.pkl", pickle), ("data/0", Bytes(storage)));

    /// <summary>An archive of any entries.</summary>
    public static void WriteArchive(string path, CompressionLevel compression, params (string Name, byte[] Bytes)[] entries)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, bytes) in entries)
        {
            using var stream = archive.CreateEntry("archive/" + name, compression).Open();
            stream.Write(bytes);
        }
    }

    public static byte[] Bytes(params float[] numbers) => MemoryMarshal.AsBytes<float>(numbers).ToArray();
}
