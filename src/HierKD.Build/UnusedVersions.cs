using System;
using System.Collections.Generic;

namespace HierKD.Build;

/// <summary>Versions that a library asks of another and of which it uses nothing.</summary>
/// <remarks>
/// glibc's loader refuses a library whose dependency lacks a version that it asks for, used or not, unless the entry is marked weak. A
/// version is used if a relocation refers to a symbol that has it: nothing else makes the loader look a symbol up.
/// </remarks>
internal static class UnusedVersions
{
    private const byte Weak = 2;

    // The upper bit of an index says that the symbol is hidden.
    private const ushort IndexBits = 0x7fff;

    // A library that is needed, and a version of it, are records alike: of one size, with the way to the next at its end.
    private const int RecordSize = 16, NextOffset = 12;

    /// <summary>A library in which every version whose name begins so, and of which it uses nothing, is weak.</summary>
    /// <param name="library">The file; it stays as it is.</param>
    /// <param name="prefix">How the versions' names begin, as in <c>GLIBCXX_</c>.</param>
    /// <param name="weakened">The versions that are weak now and were not before.</param>
    /// <returns>The edited file; null if there is nothing to do, also if the file is no library for 64-bit little-endian Linux.</returns>
    /// <exception cref="System.IO.InvalidDataException">The file is damaged.</exception>
    /// <exception cref="OverflowException">The file is damaged.</exception>
    public static byte[]? Weaken(byte[] library, string prefix, out IReadOnlyList<string> weakened)
    {
        var names = new List<string>();
        weakened = names;
        if (ElfLibrary.Read(library) is not { } elf || elf.Dynamic(DynamicTag.NeededVersions) is not { } needed) return null;

        var strings = elf.OffsetOf(elf.Dynamic(DynamicTag.Strings) ?? throw ElfLibrary.Damaged("it has no names"));
        var used = Used(elf);
        var edited = (byte[])library.Clone();
        foreach (var version in Versions(elf, elf.OffsetOf(needed)))
        {
            var (flags, index, name) = (version + 4, elf.UInt16(version + 6), elf.Text(strings + (int)elf.UInt32(version + 8)));
            if (!name.StartsWith(prefix, StringComparison.Ordinal) || used.Contains((ushort)(index & IndexBits))) continue;
            if ((elf.UInt16(flags) & Weak) != 0) continue;
            edited[flags] |= Weak;
            names.Add(name);
        }
        return names.Count > 0 ? edited : null;
    }

    /// <summary>Where the versions lie that the library asks for: all that the loader finds, which ignores their counts.</summary>
    private static IEnumerable<int> Versions(ElfLibrary elf, int first)
    {
        // In a damaged file they may overlap, so that each library has all the file for its versions.
        var room = elf.Bytes.Length / RecordSize;
        foreach (var library in Records(elf, first))
        {
            if (elf.UInt16(library) != 1) throw ElfLibrary.Damaged("its versions are of another kind");
            foreach (var version in Records(elf, library + (int)elf.UInt32(library + 8)))
            {
                if (--room < 0) throw ElfLibrary.Damaged("its versions overlap");
                yield return version;
            }
        }
    }

    private static IEnumerable<int> Records(ElfLibrary elf, int first)
    {
        for (int at = first, next = -1; next != 0; at += next)
        {
            next = (int)elf.UInt32(at + NextOffset);
            yield return at;
        }
    }

    /// <summary>The indices of the versions of all symbols that relocations refer to.</summary>
    private static HashSet<ushort> Used(ElfLibrary elf)
    {
        var used = new HashSet<ushort>();
        var versions = elf.OffsetOf(elf.Dynamic(DynamicTag.SymbolVersions) ?? throw ElfLibrary.Damaged("its symbols have no versions"));
        Add(DynamicTag.AddendRelocations, DynamicTag.AddendRelocationsSize, withAddend: true);
        Add(DynamicTag.Relocations, DynamicTag.RelocationsSize, withAddend: false);
        Add(DynamicTag.LinkageRelocations, DynamicTag.LinkageRelocationsSize, elf.Dynamic(DynamicTag.LinkageRelocationsKind) switch
        {
            DynamicTag.Relocations => false,
            DynamicTag.AddendRelocations or null => true,
            _ => throw ElfLibrary.Damaged("its relocations are of another kind"),
        });
        return used;

        void Add(ulong tag, ulong sizeTag, bool withAddend)
        {
            if (elf.Dynamic(tag) is not { } address || elf.Dynamic(sizeTag) is not { } size || size == 0) return;
            var step = withAddend ? 24 : 16;
            var at = elf.OffsetOf(address);
            for (var left = size / (ulong)step; left > 0; left--, at += step)
            {
                var symbol = (int)(elf.UInt64(at + 8) >> 32);
                if (symbol != 0) used.Add((ushort)(elf.UInt16(versions + (2 * symbol)) & IndexBits));
            }
        }
    }
}
