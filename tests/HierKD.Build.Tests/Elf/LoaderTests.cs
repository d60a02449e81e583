using System.Runtime.InteropServices;
using HierKD.Build.Tests.Files;

namespace HierKD.Build.Tests.Elf;

/// <summary>What glibc's own loader makes of it.</summary>
public sealed class LoaderTests
{
    private static readonly SmallLibrary Library = SmallLibrary.Of(new NeededVersion("GLIBCXX_3.4"), new NeededVersion("GLIBCXX_9999"));

    [SkippableFact]
    public void A_library_that_the_loader_refuses_for_a_version_is_loaded_with_the_version_weak()
    {
        var identifier = RuntimeInformation.RuntimeIdentifier;
        Skip.IfNot(OperatingSystem.IsLinux() && !identifier.Contains("musl", StringComparison.Ordinal), "Only glibc looks at versions.");
        var architecture = RuntimeInformation.ProcessArchitecture;
        Skip.IfNot(architecture is Architecture.X64 or Architecture.Arm64, $"The small library is not made for {architecture}.");

        using var folder = new TemporaryFolder();
        var (refused, loaded) = (folder.File("libRefused.so"), folder.File("libLoaded.so"));
        var bytes = (Library with { Processor = architecture == Architecture.X64 ? 62 : 183 }).ToBytes();
        File.WriteAllBytes(refused, bytes);
        File.WriteAllBytes(loaded, UnusedVersions.Weaken(bytes, "GLIBCXX_", out _)!);

        var failure = Assert.Throws<DllNotFoundException>(() => NativeLibrary.Load(refused));
        Assert.Contains("version `GLIBCXX_9999' not found", failure.Message, StringComparison.Ordinal);
        NativeLibrary.Free(NativeLibrary.Load(loaded));
    }
}
