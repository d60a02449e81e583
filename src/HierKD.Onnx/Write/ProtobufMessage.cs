using System.Buffers;
using System.Text;

namespace HierKD.Onnx;

/// <summary>A message in Protocol Buffers' binary form.</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public long Length => _bytes.WrittenCount;

    /// <summary>How many bytes the beginning of a field with a length takes.</summary>
    public static int HeaderLength(int field, long length) => VarintLength((ulong)field << 3) + VarintLength((ulong)length);

    public ProtobufMessage Integer(int field, long value)
    {
        Key(field, Varint);
        PutVarint(unchecked((ulong)value));
        return this;
    }

    public ProtobufMessage Single(int field, float value)
    {
        Key(field, Fixed32);
        _bytes.Write(BitConverter.IsLittleEndian ? BitConverter.GetBytes(value) : [.. BitConverter.GetBytes(value).Reverse()]);
        return this;
    }

    public ProtobufMessage Text(int field, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Header(field, bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    public ProtobufMessage Message(int field, ProtobufMessage value)
    {
        Header(field, value.Length);
        _bytes.Write(value._bytes.WrittenSpan);
        return this;
    }

    /// <summary>The beginning of a field whose bytes are written by someone else.</summary>
    public ProtobufMessage Header(int field, long length)
    {
        Key(field, Delimited);
        PutVarint((ulong)length);
        return this;
    }

    public void CopyTo(Stream stream)
    {
        stream.Write(_bytes.WrittenSpan);
    }

    private static int VarintLength(ulong value)
    {
        var length = 1;
        for (; value >= 0x80; value >>= 7) length++;
        return length;
    }

    private void Put(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    private void Key(int field, int wire) => PutVarint((ulong)(field << 3 | wire));

    private void PutVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Put((byte)(value | 0x80));
        Put((byte)value);
    }
}
