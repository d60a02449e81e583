using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace HierKD.Build;

/// <summary>
/// A shared library for 64-bit little-endian Linux, read the way its dynamic loader does: through the program headers and the dynamic
/// section, never through the section headers, which may be stripped.
/// </summary>
/// <remarks>
/// Layouts: System V ABI, "Object Files" (ELF64); Linux Standard Base, "Symbol Versioning". Whatever a file holds, reading it ends in
/// <see cref="InvalidDataException"/> or <see cref="OverflowException"/> where it makes no sense: the project's arithmetic is checked.
/// </remarks>
internal sealed class ElfLibrary
{
    private const int HeaderSize = 64, SystemOffset = 7, ProgramHeaderSize = 56, DynamicEntrySize = 16;
    private const ushort SharedObject = 3;
    private const uint LoadedSegment = 1, DynamicSegment = 2;

    // No real name comes near; a damaged file must not cost a search through all of it for each name.
    private const int LongestText = 1000;

    // 64 bit, little-endian, and the version of ELF.
    private static readonly byte[] Magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];

    // Linkers write either for Linux: no system in particular, GNU.
    private static readonly byte[] Systems = [0, 3];

    // x86-64 and AArch64. Not all do as they: MIPS has the symbol elsewhere in a relocation, and looks up symbols without any.
    private static readonly ushort[] Processors = [62, 183];

    private readonly List<Segment> _loaded = [];
    private readonly Dictionary<ulong, ulong> _dynamic = [];

    private ElfLibrary(byte[] bytes)
    {
        Bytes = bytes;
        var (headers, size, count) = (Offset(UInt64(32)), UInt16(54), UInt16(56));
        if (size != ProgramHeaderSize) throw Damaged($"a program header has {size} bytes");
        Segment? dynamic = null;
        foreach (var header in Enumerable.Range(0, count).Select(i => headers + (i * size)))
        {
            var segment = new Segment(UInt64(header + 16), UInt64(header + 8), UInt64(header + 32));
            if (UInt32(header) == LoadedSegment) _loaded.Add(Whole(segment));
            if (UInt32(header) == DynamicSegment) dynamic = segment;
        }
        if (dynamic is not null) ReadDynamic(dynamic);
    }

    /// <summary>The file.</summary>
    public byte[] Bytes { get; }

    /// <summary>Reads a library; null if the file is anything else.</summary>
    /// <param name="bytes">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="OverflowException">The file is damaged.</exception>
    public static ElfLibrary? Read(byte[] bytes) =>
        bytes.Length >= HeaderSize && bytes.Take(Magic.Length).SequenceEqual(Magic) && Systems.Contains(bytes[SystemOffset])
            && UInt16(bytes, 16) == SharedObject && Processors.Contains(UInt16(bytes, 18))
            ? new ElfLibrary(bytes)
            : null;

    /// <summary>What is thrown if the file makes no sense.</summary>
    /// <param name="what">What is wrong with it.</param>
    public static InvalidDataException Damaged(string what) => new($"The library is damaged: {what}.");

    /// <summary>An entry of the dynamic section; null if there is none.</summary>
    /// <param name="tag">Its tag, one of <see cref="DynamicTag"/>.</param>
    public ulong? Dynamic(ulong tag) => _dynamic.TryGetValue(tag, out var value) ? value : null;

    /// <summary>Where in the file something lies that the dynamic section names by its address.</summary>
    /// <param name="address">The address in memory.</param>
    public int OffsetOf(ulong address)
    {
        var segment = _loaded.FirstOrDefault(s => s.Holds(address)) ?? throw Damaged($"no segment holds the address {address:x}");
        return Offset(segment.Offset + (address - segment.Address));
    }

    /// <summary>The 16-bit number at an offset.</summary>
    public ushort UInt16(int offset) => UInt16(Bytes, Require(offset, 2));

    /// <summary>The 32-bit number at an offset.</summary>
    public uint UInt32(int offset) => UInt16(offset) | ((uint)UInt16(offset + 2) << 16);

    /// <summary>The 64-bit number at an offset.</summary>
    public ulong UInt64(int offset) => UInt32(offset) | ((ulong)UInt32(offset + 4) << 32);

    /// <summary>The text at an offset, up to a zero byte.</summary>
    public string Text(int offset)
    {
        var end = Array.IndexOf(Bytes, (byte)0, Require(offset, 1), Math.Min(LongestText, Bytes.Length - offset));
        return end < 0 ? throw Damaged("a name has no end") : Encoding.ASCII.GetString(Bytes, offset, end - offset);
    }

    private static ushort UInt16(byte[] bytes, int offset) => (ushort)(bytes[offset] | (bytes[offset + 1] << 8));

    private void ReadDynamic(Segment segment)
    {
        var start = Offset(segment.Offset);
        for (var left = segment.Size / DynamicEntrySize; left > 0 && UInt64(start) != DynamicTag.End; left--, start += DynamicEntrySize)
        {
            _dynamic[UInt64(start)] = UInt64(start + 8);
        }
    }

    private Segment Whole(Segment segment) =>
        segment.Offset + segment.Size <= (ulong)Bytes.Length ? segment : throw Damaged("it ends within a segment");

    private int Offset(ulong value) => value < (ulong)Bytes.Length ? (int)value : throw Damaged($"it ends before offset {value}");

    private int Require(int offset, int size) =>
        offset >= 0 && offset <= Bytes.Length - size ? offset : throw Damaged($"it ends before offset {offset}");

    /// <summary>A part of the file that lies in memory at an address.</summary>
    private sealed class Segment(ulong address, ulong offset, ulong size)
    {
        public ulong Address { get; } = address;

        public ulong Offset { get; } = offset;

        public ulong Size { get; } = size;

        public bool Holds(ulong at) => at >= Address && at - Address < Size;
    }
}
