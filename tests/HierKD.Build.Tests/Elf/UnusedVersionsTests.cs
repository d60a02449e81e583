namespace HierKD.Build.Tests.Elf;

/// <summary>Which versions become weak.</summary>
public sealed class UnusedVersionsTests
{
    private const string Prefix = "GLIBCXX_";

    [Fact]
    public void A_version_of_which_nothing_is_used_becomes_weak_and_nothing_else_changes()
    {
        var before = SmallLibrary.Typical.ToBytes();
        var after = UnusedVersions.Weaken(before, Prefix, out var weakened);
        Assert.Equal(["GLIBCXX_3.4.32"], weakened);
        Assert.Equal(SmallLibrary.TypicalWeakened.ToBytes(), after);
        Assert.Single(before.Zip(after!), pair => pair.First != pair.Second);
    }

    [Fact]
    public void The_array_that_was_read_stays_as_it_is()
    {
        var library = SmallLibrary.Typical.ToBytes();
        UnusedVersions.Weaken(library, Prefix, out _);
        Assert.Equal(SmallLibrary.Typical.ToBytes(), library);
    }

    [Fact]
    public void What_has_become_weak_needs_nothing_more()
    {
        Assert.Null(UnusedVersions.Weaken(SmallLibrary.TypicalWeakened.ToBytes(), Prefix, out var weakened));
        Assert.Empty(weakened);
    }

    [Fact]
    public void All_that_are_unused_become_weak_of_however_many_libraries()
    {
        static SmallLibrary Make(ushort flags) => new(
            new NeededLibrary("libc.so.6", new("GLIBC_2.34"), new("GLIBC_2.4", Uses: RelocationTable.Addend)),
            new NeededLibrary(
                "libstdc++.so.6", new("GLIBCXX_3.4.9", flags), new("CXXABI_1.3"), new("GLIBCXX_3.4.30", Uses: RelocationTable.Linkage),
                new("GLIBCXX_3.4.32", flags)),
            new NeededLibrary("libother.so", new("GLIBCXX_OTHER", flags), new("OTHER_1", Uses: RelocationTable.Addend)));
        var after = UnusedVersions.Weaken(Make(0).ToBytes(), Prefix, out var weakened);
        Assert.Equal(["GLIBCXX_3.4.9", "GLIBCXX_3.4.32", "GLIBCXX_OTHER"], weakened);
        Assert.Equal(Make(2).ToBytes(), after);
    }

    [Theory]
    [InlineData("GLIBC_2.38")]
    [InlineData("CXXABI_1.3.15")]
    [InlineData("GCC_3.0")]
    [InlineData("glibcxx_3.4.32")]
    [InlineData("MY_GLIBCXX_3.4.32")]
    [InlineData("GLIBCXX")]
    [InlineData("")]
    public void Versions_of_other_names_stay(string name) => AssertLeftAlone(SmallLibrary.Of(new NeededVersion(name)));

    [Theory]
    [InlineData(RelocationTable.Addend, false)]
    [InlineData(RelocationTable.Plain, false)]
    [InlineData(RelocationTable.Linkage, false)]
    [InlineData(RelocationTable.PlainLinkage, false)]
    [InlineData(RelocationTable.Addend, true)]
    [InlineData(RelocationTable.Linkage, true)]
    internal void A_version_in_use_stays_whichever_table_uses_it(RelocationTable table, bool hidden) =>
        AssertLeftAlone(SmallLibrary.Of(
            new NeededVersion("GLIBCXX_3.4.31", 0, hidden, table), new NeededVersion("GLIBCXX_3.4.32", 0, hidden, table)));

    [Fact]
    public void A_hidden_symbol_without_a_use_is_unused_all_the_same()
    {
        var library = SmallLibrary.Of(new NeededVersion("GLIBCXX_3.4.32", Hidden: true));
        Assert.NotNull(UnusedVersions.Weaken(library.ToBytes(), Prefix, out _));
    }

    [Fact]
    public void Without_any_relocation_everything_is_unused()
    {
        Assert.NotNull(UnusedVersions.Weaken(SmallLibrary.Of(new("GLIBCXX_1"), new("GLIBCXX_2")).ToBytes(), Prefix, out var weakened));
        Assert.Equal(2, weakened.Count);
    }

    [Fact]
    public void A_library_that_asks_for_no_versions_stays() =>
        AssertLeftAlone(SmallLibrary.Typical with { Without = [DynamicTag.NeededVersions] });

    [Fact]
    public void The_counts_of_versions_are_ignored_as_the_loader_does()
    {
        var library = SmallLibrary.Typical with { Last = [(0x6fffffff, 0)] };
        Assert.NotNull(UnusedVersions.Weaken(library.ToBytes(), Prefix, out _));
    }

    [Fact]
    public void A_library_for_the_other_processor_is_edited_on_any_machine()
    {
        var library = SmallLibrary.Typical with { Processor = 183 };
        var expected = SmallLibrary.TypicalWeakened with { Processor = 183 };
        Assert.Equal(expected.ToBytes(), UnusedVersions.Weaken(library.ToBytes(), Prefix, out _));
    }

    private static void AssertLeftAlone(SmallLibrary library)
    {
        Assert.Null(UnusedVersions.Weaken(library.ToBytes(), Prefix, out var weakened));
        Assert.Empty(weakened);
    }
}
