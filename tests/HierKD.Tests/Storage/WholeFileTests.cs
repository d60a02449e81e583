namespace HierKD.Tests.Storage;

/// <summary>A file that is written anew stays in the place and with the mode that the user gave it.</summary>
public sealed class WholeFileTests
{
    [SkippableTheory]
    [InlineData(UnixFileMode.UserRead)]
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

    [SkippableFact]
    public void What_is_no_file_is_refused_and_stays()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Devices and pipes have these paths on Linux.");
        using var folder = new TemporaryFolder();
        var pipe = folder.File("pipe");
        Assert.Equal(0, MakePipe(pipe, 0x180));
        File.CreateSymbolicLink(folder.File("to-null"), "/dev/null");
        File.CreateSymbolicLink(folder.File("to-link"), "to-null");
        File.CreateSymbolicLink(folder.File("to-pipe"), "pipe");
        Directory.CreateDirectory(folder.File("folder"));
        using var listener = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(folder.File("socket")));
        foreach (var (path, what) in new[]
        {
            ("/dev/null", "a device"), ("/dev/full", "a device"), (folder.File("to-null"), "a device"),
            (folder.File("to-link"), "a device"),
            (pipe, "a pipe"), (folder.File("to-pipe"), "a pipe"), (folder.File("socket"), "a socket"), (folder.File("folder"), "a folder"),
        })
        {
            foreach (var write in new Action<string>[] { Write, p => WholeFile.Try(p, 10) })
            {
                var failure = Assert.Throws<IOException>(() => write(path));
                Assert.Contains($"'{path}' cannot be written: it is {what}", failure.Message, StringComparison.Ordinal);
                Assert.Throws<IOException>(() => WholeFile.PlaceFor(path));
            }
        }
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp"));
    }

    [SkippableFact]
    public void Every_way_of_saving_refuses_a_device()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Devices have these paths on Linux.");
        using var net = Run.TinyNet.Seeded();
        using var input = zeros(1, 1, 8, 8);
        var graph = FilterGraph.Discover(net, input);
        Assert.Throws<IOException>(() => SafetensorsWeights.Save(net, "/dev/null"));
        Assert.Throws<IOException>(() => SlimModel.Save("/dev/null", net, FilterMask.Full(graph)));
        Assert.Throws<IOException>(() => Reporting.SampleReport.Full().SaveHtml("/dev/null"));
        using var session = HierarchicalPruner.Start(net, input);
        Assert.Throws<IOException>(() => SessionCheckpoint.Save("/dev/null", session));
        Assert.NotNull(FileKind.NotAFile("/dev/null"));
    }

    [Fact]
    public void A_write_removes_what_killed_writers_left_and_not_what_is_being_written()
    {
        using var folder = new TemporaryFolder();
        var (stale, live) = (folder.File($"a.{Guid.NewGuid():N}.tmp"), folder.File($"a.{Guid.NewGuid():N}.tmp"));
        File.WriteAllText(stale, "cut sh");
        using (new FileStream(live, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete))
        {
            Write(folder.File("a"));
            Assert.Equal(["a", Path.GetFileName(live)], folder.Files());
        }
        Write(folder.File("a"));
        Assert.Equal(["a"], folder.Files());
    }

    [Fact]
    public void A_writer_holds_its_file_until_it_has_its_name()
    {
        using var folder = new TemporaryFolder();
        WholeFile.Write(folder.File("a"), file =>
        {
            file.Write("new"u8);
            WholeFile.RemoveStale(folder.File("a"));
            // Whoever looks at it in the moment in which it has its name and is still open can read it.
            File.ReadAllBytes(folder.File(Assert.Single(folder.Files())));
        });
        Assert.Equal(["a"], folder.Files());
    }

    [Fact]
    public void A_trial_leaves_nothing_and_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        WholeFile.Try(folder.File("new"), 1000);
        Assert.Empty(folder.Files());
        File.WriteAllText(folder.File("old"), "old");
        WholeFile.Try(folder.File("old"), 1000);
        Assert.Equal("old", File.ReadAllText(folder.File("old")));
        Assert.ThrowsAny<IOException>(() => WholeFile.Try(folder.File("huge"), long.MaxValue / 2));
        Assert.Equal(["old"], folder.Files());
    }

    [Fact]
    public void A_lock_is_for_one_and_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        var first = FileLock.Take(folder.File("a"))!;
        Assert.Null(FileLock.Take(folder.File("a")));
        using (FileLock.Take(folder.File("b")))
        {
            first.Dispose();
        }
        Assert.Empty(folder.Files());
        // One who has died has left an open file behind, which nobody holds.
        File.WriteAllText(folder.File("a.lock"), "");
        using (var later = FileLock.Take(folder.File("a"))) Assert.NotNull(later);
        Assert.Empty(folder.Files());
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "mkfifo")]
    [System.Runtime.InteropServices.DefaultDllImportSearchPaths(System.Runtime.InteropServices.DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe(
        [System.Runtime.InteropServices.MarshalAs(System.Runtime.InteropServices.UnmanagedType.LPUTF8Str)] string path, uint mode);

    private static void Write(string path) => WholeFile.Write(path, file => file.Write("new"u8));
}
