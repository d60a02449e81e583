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
/// <remarks>Layouts: System V ABI, "Object Files" (ELF64); Linux Standard Base, "Symbol Versioning".</remarks>
internal sealed class ElfLibrary
{
    private const ushort SharedObject = 3;
    private const uint LoadedSegment = 1, DynamicSegment = 2;

    private readonly List<Segment> _loaded = [];
    private readonly Dictionary<ulong, ulong> _dynamic = [];

    private ElfLibrary(byte[] bytes)
    {
        Bytes = bytes;
        var (headers, size, count) = (Offset(UInt64(32)), UInt16(54), UInt16(56));
        foreach (var header in Enumerable.Range(0, count).Select(i => checked(headers + (i * size))))
        {
            var segment = new Segment(UInt64(header + 16), Offset(UInt64(header + 8)), UInt64(header + 32));
            if (UInt32(header) == LoadedSegment) _loaded.Add(segment);
            if (UInt32(header) == DynamicSegment) ReadDynamic(segment);
        }
    }

    /// <summary>The file.</summary>
    public byte[] Bytes { get; }

    /// <summary>Reads a library; null if the file is anything else.</summary>
    /// <param name="bytes">The file.</param>
    public static ElfLibrary? Read(byte[] bytes)
    {
        byte[] magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', /* 64 bit */ 2, /* little-endian */ 1, /* ELF version */ 1];
        return bytes.Length >= 64 && bytes.Take(magic.Length).SequenceEqual(magic) && BitConverterUInt16(bytes, 16) == SharedObject
            ? new ElfLibrary(bytes)
            : null;
    }

    /// <summary>An entry of the dynamic section; null if there is none.</summary>
    /// <param name="tag">Its tag, one of <see cref="DynamicTag"/>.</param>
    public ulong? Dynamic(ulong tag) => _dynamic.TryGetValue(tag, out var value) ? value : null;

    /// <summary>Where in the file something lies that the dynamic section names by its address.</summary>
    /// <param name="address">The address in memory.</param>
    public int OffsetOf(ulong address)
    {
        var segment = _loaded.FirstOrDefault(s => s.Holds(address)) ?? throw Damaged($"no segment holds the address {address:x}");
        return Offset((ulong)segment.Offset + (address - segment.Address));
    }

    /// <summary>The 16-bit number at an offset.</summary>
    public ushort UInt16(int offset) => BitConverterUInt16(Bytes, Require(offset, 2));

    /// <summary>The 32-bit number at an offset.</summary>
    public uint UInt32(int offset) => UInt16(offset) | ((uint)UInt16(checked(offset + 2)) << 16);

    /// <summary>The 64-bit number at an offset.</summary>
    public ulong UInt64(int offset) => UInt32(offset) | ((ulong)UInt32(checked(offset + 4)) << 32);

    /// <summary>The text at an offset, up to a zero byte.</summary>
    public string Text(int offset)
    {
        var end = Array.IndexOf(Bytes, (byte)0, Require(offset, 1));
        return end < 0 ? throw Damaged("a name has no end") : Encoding.ASCII.GetString(Bytes, offset, end - offset);
    }

    private static ushort BitConverterUInt16(byte[] bytes, int offset) => (ushort)(bytes[offset] | (bytes[offset + 1] << 8));

    private static InvalidDataException Damaged(string what) => new($"The library is damaged: {what}.");

    private void ReadDynamic(Segment segment)
    {
        const int entry = 16;
        for (var i = 0; i < (int)Math.Min(segment.Size / entry, int.MaxValue / entry); i++)
        {
            var at = checked(segment.Offset + (i * entry));
            if (UInt64(at) == DynamicTag.End) return;
            _dynamic[UInt64(at)] = UInt64(checked(at + 8));
        }
    }

    private int Offset(ulong value) => value < (ulong)Bytes.Length ? (int)value : throw Damaged($"it ends before offset {value}");

    private int Require(int offset, int size) => offset >= 0 && offset <= Bytes.Length - size ? offset : throw Damaged($"it ends before offset {offset}");

    /// <summary>A part of the file that lies in memory at an address.</summary>
    private sealed class Segment(ulong address, int offset, ulong size)
    {
        public ulong Address { get; } = address;

        public int Offset { get; } = offset;

        public ulong Size { get; } = size;

        public bool Holds(ulong at) => at >= Address && at - Address < Size;
    }
}
