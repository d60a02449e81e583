using System.Buffers.Binary;

namespace HierKD.Build.Tests.Elf;

/// <summary>Whatever a file holds, it is edited or left alone, soon, and never with an exception that nobody expects.</summary>
public sealed class DamagedFileTests
{
    private static readonly byte[] Library = new SmallLibrary(
        new NeededLibrary("libc.so.6", new NeededVersion("GLIBC_2.34", Uses: RelocationTable.Plain)),
        new NeededLibrary(
            "libstdc++.so.6",
            new("GLIBCXX_3.4.30", Uses: [RelocationTable.Addend, RelocationTable.Linkage]), new("GLIBCXX_3.4.32"))).ToBytes();

    [Fact]
    public void A_file_that_ends_early_is_left_alone_wherever_it_ends()
    {
        for (var length = 0; length < Library.Length; length++) Assert.Null(Weaken(Library[..length]));
        Assert.NotNull(Weaken(Library));
    }

    [Fact]
    public void Any_number_anywhere_is_survived()
    {
        ulong[] numbers =
        [
            0, 1, 2, 16, 0x7f, 0xff, 0x7fff, 0xffff, int.MaxValue - 7, int.MaxValue, 1ul << 31, uint.MaxValue, 1ul << 32, long.MaxValue,
            1ul << 63, ulong.MaxValue, ulong.MaxValue - 15, (ulong)Library.Length, (ulong)Library.Length - 1, 0x10000,
        ];
        foreach (var number in numbers)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
            foreach (var size in new[] { 2, 4, 8 })
            {
                for (var at = 0; at <= Library.Length - size; at++)
                {
                    AssertOnlyFlagsChange([.. Library[..at], .. bytes[..size], .. Library[(at + size)..]]);
                }
            }
        }
    }

    [Fact]
    public void Random_damage_is_survived()
    {
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var damaged = (byte[])Library.Clone();
            for (var left = random.Next(1, 12); left > 0; left--) damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            AssertOnlyFlagsChange(damaged);
        }
    }

    [Theory]
    [InlineData(DynamicTag.Strings)]
    [InlineData(DynamicTag.SymbolVersions)]
    public void A_library_that_lacks_a_table_is_damaged(ulong tag) => AssertDamaged(SmallLibrary.Typical with { Without = [tag] });

    [Fact]
    public void A_kind_of_relocations_that_is_none_is_damage() =>
        AssertDamaged(SmallLibrary.Of(new NeededVersion("GLIBCXX_3.4.32", Uses: RelocationTable.Linkage)) with { Last = [(20, 8)] });

    [Fact]
    public void A_name_without_an_end_is_damage() => AssertDamaged(SmallLibrary.Of(new NeededVersion("GLIBCXX_" + new string('3', 5000))));

    [Fact]
    public void A_symbol_that_no_file_has_room_for_is_damage_and_no_other_place()
    {
        var bytes = SmallLibrary.Typical.ToBytes();
        byte[] place = [0, 0, 1, 0, 0, 0, 0, 0], kind = [1, 0, 0, 0], symbol = [1, 0, 0, 0];
        var relocation = bytes.AsSpan().IndexOf((byte[])[.. place, .. kind, .. symbol]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(relocation + place.Length + kind.Length), uint.MaxValue);
        Assert.Throws<OverflowException>(() => UnusedVersions.Weaken(bytes, "GLIBCXX_", out _));
    }

    [Fact]
    public void An_endless_table_is_damage() => AssertDamaged(SmallLibrary.Typical with { Last = [(8, -1)] });

    [Fact]
    public async Task Versions_that_overlap_do_not_cost_minutes()
    {
        // Each record is a library and one of its versions, and leads to the next: 65536 libraries with all the versions that follow.
        byte[] record = [1, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 16, 0, 0, 0];
        var records = Enumerable.Repeat(record, 0x10000).SelectMany(r => r).ToArray();
        records[^4] = 0;
        await InTime(() => AssertDamaged(SmallLibrary.Typical with { OtherVersions = records }));
    }

    [Fact]
    public async Task Program_headers_that_repeat_a_long_dynamic_section_do_not_cost_minutes()
    {
        var library = SmallLibrary.Typical with { Last = [.. Enumerable.Repeat((0x7ul, 0x10000L), 0x10000)] };
        var bytes = library.ToBytes();
        const int secondHeader = 64 + 56, count = 0xffff;
        var repeated = Enumerable.Repeat(bytes[secondHeader..(secondHeader + 56)], count).SelectMany(h => h).ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(56), count);
        await InTime(() => Assert.Throws<InvalidDataException>(() => UnusedVersions.Weaken([.. bytes, .. repeated], "GLIBCXX_", out _)));
    }

    private static Task InTime(Action work) => Task.Run(work).WaitAsync(TimeSpan.FromSeconds(30));

    private static void AssertDamaged(SmallLibrary library) =>
        Assert.Throws<InvalidDataException>(() => UnusedVersions.Weaken(library.ToBytes(), "GLIBCXX_", out _));

    private static void AssertOnlyFlagsChange(byte[] damaged)
    {
        if (Weaken(damaged) is not { } edited) return;
        Assert.Equal(damaged.Length, edited.Length);
        Assert.All(damaged.Zip(edited).Where(pair => pair.First != pair.Second), pair => Assert.Equal(pair.First | 2, pair.Second));
    }

    private static byte[]? Weaken(byte[] file)
    {
        try
        {
            return UnusedVersions.Weaken(file, "GLIBCXX_", out _);
        }
        catch (Exception failure) when (failure is InvalidDataException or OverflowException)
        {
            return null;
        }
    }
}
