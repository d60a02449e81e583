namespace HierKD.Tests.Storage;

/// <summary>A file that is written anew stays in the place and with the mode that the user gave it.</summary>
public sealed class WholeFileTests
{
    [SkippableTheory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead
        | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public void The_mode_stays(UnixFileMode mode)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using var folder = new TemporaryFolder();
        var path = folder.File("a");
        File.WriteAllText(path, "old");
#pragma warning disable CA1416 // Not reached on Windows.
        File.SetUnixFileMode(path, mode);
        Write(path);
        Assert.Equal(mode, File.GetUnixFileMode(path));
#pragma warning restore CA1416
        Assert.Equal("new", File.ReadAllText(path));
    }

    [SkippableFact]
    public void A_link_stays_a_link_and_what_it_leads_to_is_replaced()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows lets only some users make links.");
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        File.WriteAllText(other.File("target"), "old");
        File.CreateSymbolicLink(other.File("second"), "target");
        File.CreateSymbolicLink(folder.File("first"), other.File("second"));

        Write(folder.File("first"));

        Assert.Equal(other.File("second"), new FileInfo(folder.File("first")).LinkTarget);
        Assert.Equal("target", new FileInfo(other.File("second")).LinkTarget);
        Assert.Null(new FileInfo(other.File("target")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(other.File("target")));
        Assert.Equal((1, 2), (folder.Files().Length, other.Files().Length));
    }

    [SkippableFact]
    public void A_link_to_a_file_that_is_not_there_yet_leads_to_it_afterwards()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows lets only some users make links.");
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("link"), "target");
        Write(folder.File("link"));
        Assert.Equal("target", new FileInfo(folder.File("link")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(folder.File("target")));
    }

    private static void Write(string path) => WholeFile.Write(path, file => file.Write("new"u8));
}
