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
    private const ushort Weak = 2;

    // The upper bit of an index says that the symbol is hidden.
    private const ushort IndexBits = 0x7fff;

    /// <summary>A library in which every version whose name begins so, and of which it uses nothing, is weak.</summary>
    /// <param name="library">The file; it stays as it is.</param>
    /// <param name="prefix">How the versions' names begin, as in <c>GLIBCXX_</c>.</param>
    /// <param name="weakened">The versions that are weak now and were not before.</param>
    /// <returns>The edited file; null if there is nothing to do, also if the file is no library for 64-bit little-endian Linux.</returns>
    /// <exception cref="System.IO.InvalidDataException">The file is damaged: it points to a place outside itself.</exception>
    public static byte[]? Weaken(byte[] library, string prefix, out IReadOnlyList<string> weakened)
    {
        var names = new List<string>();
        weakened = names;
        if (ElfLibrary.Read(library) is not { } elf || elf.Dynamic(DynamicTag.NeededVersions) is not { } needed) return null;

        var strings = elf.OffsetOf(elf.Dynamic(DynamicTag.Strings) ?? throw new System.IO.InvalidDataException("The library has no names."));
        var used = Used(elf);
        var edited = (byte[])library.Clone();
        var from = elf.OffsetOf(needed);
        for (var left = elf.Dynamic(DynamicTag.NeededVersionsCount) ?? 0; left > 0; left--)
        {
            var entry = checked(from + (int)elf.UInt32(from + 8));
            for (var versions = elf.UInt16(from + 2); versions > 0; versions--)
            {
                var (flags, index, name) = (elf.UInt16(entry + 4), elf.UInt16(entry + 6), elf.Text(checked(strings + (int)elf.UInt32(entry + 8))));
                if (name.StartsWith(prefix, StringComparison.Ordinal) && (flags & Weak) == 0 && !used.Contains((ushort)(index & IndexBits)))
                {
                    edited[entry + 4] |= (byte)Weak;
                    names.Add(name);
                }
                if (elf.UInt32(entry + 12) == 0) break;
                entry = checked(entry + (int)elf.UInt32(entry + 12));
            }
            if (elf.UInt32(from + 12) == 0) break;
            from = checked(from + (int)elf.UInt32(from + 12));
        }
        return names.Count > 0 ? edited : null;
    }

    /// <summary>The indices of the versions of all symbols that relocations refer to.</summary>
    private static HashSet<ushort> Used(ElfLibrary elf)
    {
        var used = new HashSet<ushort>();
        if (elf.Dynamic(DynamicTag.SymbolVersions) is not { } table) return used;
        var versions = elf.OffsetOf(table);
        Add(DynamicTag.AddendRelocations, DynamicTag.AddendRelocationsSize, withAddend: true);
        Add(DynamicTag.Relocations, DynamicTag.RelocationsSize, withAddend: false);
        var kind = elf.Dynamic(DynamicTag.LinkageRelocationsKind);
        Add(DynamicTag.LinkageRelocations, DynamicTag.LinkageRelocationsSize, withAddend: kind == DynamicTag.AddendRelocations);
        return used;

        void Add(ulong tag, ulong sizeTag, bool withAddend)
        {
            if (elf.Dynamic(tag) is not { } address || elf.Dynamic(sizeTag) is not { } size || size == 0) return;
            var (start, step) = (elf.OffsetOf(address), withAddend ? 24 : 16);
            for (var at = start; at < checked(start + (long)size); at = checked(at + step))
            {
                var symbol = (int)(elf.UInt64(at + 8) >> 32);
                if (symbol != 0) used.Add((ushort)(elf.UInt16(checked(versions + (2 * symbol))) & IndexBits));
            }
        }
    }
}
