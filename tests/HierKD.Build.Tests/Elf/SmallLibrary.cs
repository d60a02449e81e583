namespace HierKD.Build.Tests.Elf;

/// <summary>A shared library with nothing in it but what a loader reads to find its dependencies: glibc's loads it.</summary>
internal sealed record SmallLibrary(params NeededLibrary[] Needed)
{
    private const int Base = 0x10000, HeaderCount = 3;

    /// <summary>Asks libstdc++ for a version that it uses, and for one that it does not.</summary>
    public static SmallLibrary Typical { get; } = Of(
        new NeededVersion("GLIBCXX_3.4.30", Uses: RelocationTable.Addend), new NeededVersion("GLIBCXX_3.4.32"));

    /// <summary>What <see cref="Typical"/> is to become.</summary>
    public static SmallLibrary TypicalWeakened { get; } = Of(
        new NeededVersion("GLIBCXX_3.4.30", Uses: RelocationTable.Addend), new NeededVersion("GLIBCXX_3.4.32", Flags: 2));

    public bool Is64Bit { get; init; } = true;

    public bool IsBigEndian { get; init; }

    /// <summary>EI_OSABI: the system.</summary>
    public byte Abi { get; init; }

    /// <summary>ET_DYN.</summary>
    public int Kind { get; init; } = 3;

    /// <summary>EM_X86_64.</summary>
    public int Processor { get; init; } = 62;

    /// <summary>What stands in place of the versions.</summary>
    public byte[]? OtherVersions { get; init; }

    /// <summary>Entries of the dynamic section that are left out.</summary>
    public IReadOnlyList<ulong> Without { get; init; } = [];

    /// <summary>What stands last in the dynamic section, and so counts.</summary>
    public IReadOnlyList<(ulong Tag, long Value)> Last { get; init; } = [];

    private int HeaderSize => Is64Bit ? 64 : 52;

    private int ProgramHeaderSize => Is64Bit ? 56 : 32;

    /// <summary>A library that asks versions of libstdc++.</summary>
    public static SmallLibrary Of(params NeededVersion[] versions) => new(new NeededLibrary("libstdc++.so.6", versions));

    public byte[] ToBytes()
    {
        var names = Writer().Bytes(0);
        var dynamic = Needed.Select(n => (Tag: 1ul, Value: (long)names.Name(n.Name))).ToList();
        var versions = Needed.SelectMany(n => n.Versions).ToArray();
        var (symbols, needed) = (Symbols(versions, names), OtherVersions ?? NeededVersions(names));
        var body = Writer().Bytes(new byte[HeaderSize + (HeaderCount * ProgramHeaderSize)]);
        void Add(ulong tag, byte[] part)
        {
            if (part.Length == 0) return;
            dynamic.Add((tag, Base + body.Align(8).Length));
            body.Bytes(part);
        }

        void AddTable(ulong tag, ulong sizeTag, params RelocationTable[] tables)
        {
            byte[] part = [.. tables.SelectMany(t => Relocations(versions, t))];
            Add(tag, part);
            if (part.Length > 0) dynamic.Add((sizeTag, part.Length));
        }

        Add(5, names.ToBytes());
        dynamic.Add((10, names.Length));
        Add(6, symbols);
        dynamic.Add((11, Is64Bit ? 24 : 16));
        Add(0x6ffffff0, Indices(versions));
        Add(0x6ffffffe, needed);
        dynamic.Add((0x6fffffff, Needed.Length));
        AddTable(7, 8, RelocationTable.Addend);
        AddTable(17, 18, RelocationTable.Plain);
        AddTable(23, 2, RelocationTable.Linkage, RelocationTable.PlainLinkage);
        // The loader takes the kind for a promise that there is a table.
        if (versions.Any(v => v.Uses.Contains(RelocationTable.Linkage))) dynamic.Add((20, 7));
        if (versions.Any(v => v.Uses.Contains(RelocationTable.PlainLinkage))) dynamic.Add((20, 17));
        dynamic.RemoveAll(d => Without.Contains(d.Tag));
        return WithHeaders(body.Align(8), [.. dynamic, .. Last, (0, 0)]);
    }

    private static int Index(int place, NeededVersion version) => (place + 2) | (version.Hidden ? 0x8000 : 0);

    // System V ABI, "Hash Table"; the loader compares it before the name.
    private static uint Hash(string name) => name.Aggregate(0u, (hash, c) =>
    {
        var sum = (hash << 4) + c;
        return (sum ^ ((sum & 0xf0000000) >> 24)) & 0x0fffffff;
    });

    private ElfWriter Writer() => new(Is64Bit, IsBigEndian);

    private byte[] Symbols(NeededVersion[] versions, ElfWriter names)
    {
        var symbols = Writer().Bytes(new byte[Is64Bit ? 24 : 16]);
        foreach (var name in versions.Select((_, i) => names.Name($"symbol{i}")))
        {
            // Global, of no kind, not defined here.
            if (Is64Bit) symbols.UInt32(name).Bytes(0x10, 0).UInt16(0).UInt64(0).UInt64(0);
            else symbols.UInt32(name).UInt32(0).UInt32(0).Bytes(0x10, 0).UInt16(0);
        }
        return symbols.ToBytes();
    }

    private byte[] Indices(NeededVersion[] versions)
    {
        var indices = Writer().UInt16(0);
        for (var i = 0; i < versions.Length; i++) indices.UInt16(Index(i, versions[i]));
        return indices.ToBytes();
    }

    private byte[] NeededVersions(ElfWriter names)
    {
        var (records, index) = (Writer(), 0);
        foreach (var library in Needed)
        {
            var (count, isLast) = (library.Versions.Length, ReferenceEquals(library, Needed[^1]));
            records.UInt16(1).UInt16(count).UInt32(names.Name(library.Name)).UInt32(16).UInt32(isLast ? 0 : 16 * (count + 1));
            foreach (var version in library.Versions)
            {
                var next = ReferenceEquals(version, library.Versions[^1]) ? 0 : 16;
                records.UInt32(Hash(version.Name)).UInt16(version.Flags).UInt16(Index(index++, version));
                records.UInt32(names.Name(version.Name)).UInt32(next);
            }
        }
        return records.ToBytes();
    }

    private byte[] Relocations(NeededVersion[] versions, RelocationTable table)
    {
        var relocations = Writer();
        for (var symbol = 1; symbol <= versions.Length; symbol++)
        {
            if (!versions[symbol - 1].Uses.Contains(table)) continue;
            const int absolute = 1;
            relocations.Word(Base).Word(Is64Bit ? ((long)symbol << 32) | absolute : (symbol << 8) | absolute);
            if (table is RelocationTable.Addend or RelocationTable.Linkage) relocations.Word(0);
        }
        return relocations.ToBytes();
    }

    private byte[] WithHeaders(ElfWriter body, IReadOnlyCollection<(ulong Tag, long Value)> dynamic)
    {
        var start = body.Length;
        foreach (var (tag, value) in dynamic) body.Word((long)tag).Word(value);
        var header = Writer().Bytes(0x7f, (byte)'E', (byte)'L', (byte)'F', (byte)(Is64Bit ? 2 : 1), (byte)(IsBigEndian ? 2 : 1), 1, Abi)
            .UInt64(0).UInt16(Kind).UInt16(Processor).UInt32(1).Word(0).Word(HeaderSize).Word(0).UInt32(0)
            .UInt16(HeaderSize).UInt16(ProgramHeaderSize).UInt16(HeaderCount).UInt16(0).UInt16(0).UInt16(0);
        ProgramHeader(header, 1, 0, body.Length);
        ProgramHeader(header, 2, start, body.Length - start);
        // The stack's says nothing about the file, so that its offset may be anything.
        ProgramHeader(header, 0x6474e551, 1L << 30, 0);
        return [.. header.ToBytes(), .. body.ToBytes()[header.Length..]];
    }

    private void ProgramHeader(ElfWriter header, uint kind, long offset, long size)
    {
        const int readAndWrite = 6, page = 0x1000;
        header.UInt32(kind);
        if (Is64Bit) header.UInt32(readAndWrite);
        header.Word(offset).Word(Base + offset).Word(Base + offset).Word(size).Word(size);
        if (!Is64Bit) header.UInt32(readAndWrite);
        header.Word(page);
    }
}
