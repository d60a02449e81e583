using System.Buffers.Binary;
using System.Text;

namespace HierKD;

/// <summary>A place in the bytes of pickles. No length in them is believed: what is not there is not read.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="start">Where the first pickle begins.</param>
/// <param name="isWhole">Whether the file has no more than these bytes.</param>
internal sealed class PickleCursor(byte[] bytes, int start = 0, bool isWhole = true)
{
    /// <summary>The next byte's place.</summary>
    public int Place { get; private set; } = start;

    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(bytes.Length - Place)) throw CutShort("its pickle is cut short");
        var span = bytes.AsSpan(Place, (int)count);
        Place += (int)count;
        return span;
    }

    public byte Byte() => Take(1)[0];

    public ushort Short() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint Int() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong Long() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public string Text(ulong length) => Encoding.UTF8.GetString(Take(length));

    public string Line()
    {
        var end = Array.IndexOf(bytes, (byte)'\n', Place);
        if (end < 0) throw CutShort("its pickle ends within a name");
        var line = Encoding.UTF8.GetString(bytes, Place, end - Place);
        Place = end + 1;
        return line;
    }

    /// <summary>Refuses a frame that reaches beyond the pickle; otherwise frames mean nothing to who has all bytes.</summary>
    public void RequireFrame()
    {
        if (Long() > (ulong)(bytes.Length - Place)) throw CutShort("its pickle is cut short");
    }

    private InvalidDataException CutShort(string message) =>
        new(isWhole ? message : $"its pickle has more than {bytes.Length} bytes, and no more are read");
}
