using System.Text;

namespace HierKD.Build.Tests.Elf;

/// <summary>Numbers and names as they stand in an ELF file.</summary>
internal sealed class ElfWriter(bool is64Bit, bool isBigEndian)
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public byte[] ToBytes() => [.. _bytes];

    public ElfWriter Bytes(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public ElfWriter UInt16(int number) => Number((ulong)number, 2);

    public ElfWriter UInt32(long number) => Number((ulong)number, 4);

    public ElfWriter UInt64(ulong number) => Number(number, 8);

    /// <summary>An address, an offset or a size: as wide as the file is.</summary>
    public ElfWriter Word(long number) => Number((ulong)number, is64Bit ? 8 : 4);

    /// <summary>A name; returns where it is.</summary>
    public int Name(string name)
    {
        var at = Length;
        Bytes([.. Encoding.ASCII.GetBytes(name), 0]);
        return at;
    }

    public ElfWriter Align(int to) => Bytes(new byte[(to - Length % to) % to]);

    private ElfWriter Number(ulong number, int size)
    {
        var bytes = Enumerable.Range(0, size).Select(i => (byte)(number >> (8 * i)));
        return Bytes([.. isBigEndian ? bytes.Reverse() : bytes]);
    }
}
