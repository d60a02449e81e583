using System.Text;

namespace HierKD.Build.Tests.Elf;

/// <summary>Files that are no libraries for 64-bit little-endian Linux.</summary>
public sealed class ForeignFileTests
{
    /// <summary>The files, by what they are.</summary>
    public static TheoryData<string, byte[]> Files => new()
    {
        { "32 bits", (SmallLibrary.Typical with { Is64Bit = false, Processor = 3 }).ToBytes() },
        { "32 bits, big-endian", (SmallLibrary.Typical with { Is64Bit = false, IsBigEndian = true, Processor = 20 }).ToBytes() },
        { "big-endian", (SmallLibrary.Typical with { IsBigEndian = true, Processor = 22 }).ToBytes() },
        { "an executable", (SmallLibrary.Typical with { Kind = 2 }).ToBytes() },
        { "an object file", (SmallLibrary.Typical with { Kind = 1 }).ToBytes() },
        { "a memory dump", (SmallLibrary.Typical with { Kind = 4 }).ToBytes() },
        { "of a processor with other relocations (MIPS)", (SmallLibrary.Typical with { Processor = 8 }).ToBytes() },
        { "for FreeBSD", (SmallLibrary.Typical with { Abi = 9 }).ToBytes() },
        { "nothing", [] },
        { "text", Encoding.ASCII.GetBytes(new string('a', 1000)) },
        { "a linker script", Encoding.ASCII.GetBytes("INPUT(libc.so.6) " + new string(' ', 100)) },
        { "for Windows", [(byte)'M', (byte)'Z', .. new byte[1000]] },
        { "for macOS", [0xcf, 0xfa, 0xed, 0xfe, .. new byte[1000]] },
        { "for several macOS", [0xca, 0xfe, 0xba, 0xbe, .. new byte[1000]] },
        { "the beginning of a library", [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1] },
        { "zeros", new byte[1000] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void They_are_left_alone(string kind, byte[] file)
    {
        Assert.Null(UnusedVersions.Weaken(file, "GLIBCXX_", out var weakened));
        Assert.True(weakened.Count == 0, kind);
    }

    [Fact]
    public void What_GNU_marks_as_its_own_is_no_foreign_file()
    {
        var library = SmallLibrary.Typical with { Abi = 3 };
        Assert.NotNull(UnusedVersions.Weaken(library.ToBytes(), "GLIBCXX_", out _));
    }
}
