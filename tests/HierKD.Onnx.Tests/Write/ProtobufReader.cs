using System.Text;

namespace HierKD.Onnx.Tests.Write;

/// <summary>Reads messages in Protocol Buffers' binary form, independently of what writes them.</summary>
internal sealed class ProtobufReader
{
    private readonly List<(int Field, object Value)> _fields = [];

    public ProtobufReader(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var key = Varint(ref bytes);
            object value;
            if ((key & 7) == 0)
            {
                value = (long)Varint(ref bytes);
            }
            else
            {
                var length = (key & 7) switch
                {
                    2 => (int)Varint(ref bytes),
                    5 => 4,
                    var other => throw new InvalidDataException($"Wire type {other}."),
                };
                value = bytes[..length];
                bytes = bytes[length..];
            }
            _fields.Add(((int)(key >> 3), value));
        }
    }

    /// <summary>The numbers of the fields that are there.</summary>
    public IEnumerable<int> Fields => _fields.Select(f => f.Field).Distinct();

    public IEnumerable<ProtobufReader> Messages(int field) => Parts(field).Select(bytes => new ProtobufReader(bytes));

    public ProtobufReader Message(int field) => Messages(field).Single();

    public IEnumerable<string> Texts(int field) => Parts(field).Select(bytes => Encoding.UTF8.GetString(bytes.Span));

    public string Text(int field) => Texts(field).Single();

    public IEnumerable<long> Integers(int field) => All<long>(field);

    public ReadOnlyMemory<byte> Bytes(int field) => Parts(field).Single();

    /// <summary>Everything in a field that has a length, as it stands in the file.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Parts(int field) => All<ReadOnlyMemory<byte>>(field);

    /// <summary>How often a field is there.</summary>
    public int Count(int field) => _fields.Count(f => f.Field == field);

    private IEnumerable<T> All<T>(int field) => _fields.Where(f => f.Field == field).Select(f => (T)f.Value);

    private static ulong Varint(ref ReadOnlyMemory<byte> bytes)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var one = bytes.Span[0];
            bytes = bytes[1..];
            value |= (ulong)(one & 0x7f) << shift;
            if (one < 0x80) return value;
        }
    }
}
