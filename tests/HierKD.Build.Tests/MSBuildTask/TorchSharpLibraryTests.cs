using System.IO.Compression;
using System.Reflection;
using HierKD.Build.Tests.Files;
using Microsoft.Build.Utilities;

namespace HierKD.Build.Tests.MSBuildTask;

/// <summary>The native library of the TorchSharp package that was restored.</summary>
public sealed class TorchSharpLibraryTests
{
    private const string Place = "runtimes/linux-x64/native/libLibTorchSharp.so", Version = "GLIBCXX_3.4.32";

    private static string Package { get; } = typeof(TorchSharpLibraryTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "TorchSharpPackage").Value!;

    private static string Library => Path.Combine(Package, Path.Combine(Place.Split('/')));

    [SkippableFact]
    public void The_newest_version_becomes_weak_and_one_byte_changes()
    {
        var before = File.ReadAllBytes(Library);
        Skip.IfNot(before.AsSpan().IndexOf("GLIBCXX_3.4.32\0"u8) >= 0, $"{Library} does not ask for {Version}.");

        var after = UnusedVersions.Weaken(before, "GLIBCXX_", out var weakened);
        Assert.Equal([Version], weakened);
        var (was, now) = Assert.Single(before.Zip(after!), pair => pair.First != pair.Second);
        Assert.Equal((0, 2), (was, now));
    }

    [Fact]
    public void The_task_leaves_the_package_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var (before, time) = (File.ReadAllBytes(Library), File.GetLastWriteTimeUtc(Library));
        var engine = new RecordingBuildEngine();
        var task = new LoadOnOlderLinux { BuildEngine = engine, Libraries = [new TaskItem(Library)], Folder = folder.Path };
        Assert.True(task.Execute());
        Assert.Equal(before, File.ReadAllBytes(Library));
        Assert.Equal(time, File.GetLastWriteTimeUtc(Library));
    }

    [SkippableFact]
    public void No_build_has_ever_written_to_the_packages_folder()
    {
        var package = Directory.GetFiles(Package, "*.nupkg").SingleOrDefault();
        Skip.If(package is null, "The packages folder has not kept the package itself.");
        using var archive = ZipFile.OpenRead(package);
        using var packed = archive.GetEntry(Place)!.Open();
        using var memory = new MemoryStream();
        packed.CopyTo(memory);
        Assert.Equal(memory.ToArray(), File.ReadAllBytes(Library));
    }
}
