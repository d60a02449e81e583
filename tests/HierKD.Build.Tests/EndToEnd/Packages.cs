using System.IO.Compression;
using HierKD.Build.Tests.Elf;

namespace HierKD.Build.Tests.EndToEnd;

/// <summary>Small packages in place of TorchSharp's and HierKD's.</summary>
internal static class Packages
{
    /// <summary>The package with native libraries.</summary>
    public const string Native = "SmallNative";

    /// <summary>A package that does in a build what HierKD's does, and needs <see cref="Native"/>.</summary>
    public const string HierKD = "HierKD";

    /// <summary>A package that needs <see cref="HierKD"/>.</summary>
    public const string Middle = "Middle";

    public const string Version = "1.0.0";

    /// <summary>The library that gets a copy.</summary>
    public const string Library = "libLibTorchSharp.so";

    /// <summary>The native library of a processor, as it is in its package.</summary>
    public static byte[] Original(string identifier) => For(SmallLibrary.Typical, identifier);

    /// <summary>What an application is to get in its place.</summary>
    public static byte[] Expected(string identifier) => For(SmallLibrary.TypicalWeakened, identifier);

    /// <summary>Makes a folder with all of them.</summary>
    public static void Write(string feed)
    {
        Directory.CreateDirectory(feed);
        Write(feed, Native, null,
            new PackageFile($"runtimes/linux-x64/native/{Library}", Original("linux-x64")),
            new PackageFile($"runtimes/linux-arm64/native/{Library}", Original("linux-arm64")),
            new PackageFile("runtimes/linux-x64/native/libOther.so", Original("linux-x64")),
            new PackageFile("runtimes/win-x64/native/LibTorchSharp.dll", [(byte)'M', (byte)'Z', .. new byte[100]]),
            new PackageFile("runtimes/osx-arm64/native/libLibTorchSharp.dylib", [0xcf, 0xfa, 0xed, 0xfe, .. new byte[100]]));
        var targets = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "HierKD.targets"));
        Write(feed, HierKD, Native,
            new PackageFile("build/HierKD.targets", targets), new PackageFile("buildTransitive/HierKD.targets", targets),
            new PackageFile("tasks/netstandard2.0/HierKD.Build.dll", File.ReadAllBytes(SmallApplication.Tasks)));
        Write(feed, Middle, HierKD, new PackageFile("readme.txt", []));
    }

    private static byte[] For(SmallLibrary library, string identifier) =>
        (library with { Processor = identifier.EndsWith("arm64", StringComparison.Ordinal) ? 183 : 62 }).ToBytes();

    private static void Write(string feed, string id, string? dependency, params PackageFile[] files)
    {
        using var archive = ZipFile.Open(Path.Combine(feed, $"{id}.{Version}.nupkg"), ZipArchiveMode.Create);
        var needs = dependency is null ? "" : $"""<dependency id="{dependency}" version="{Version}" />""";
        using (var writer = new StreamWriter(archive.CreateEntry($"{id}.nuspec").Open()))
        {
            writer.Write($"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata>
                    <id>{id}</id>
                    <version>{Version}</version>
                    <authors>HierKD</authors>
                    <description>For a test.</description>
                    <dependencies><group targetFramework="net10.0">{needs}</group></dependencies>
                  </metadata>
                </package>
                """);
        }
        foreach (var file in files)
        {
            using var stream = archive.CreateEntry(file.Path).Open();
            stream.Write(file.Bytes);
        }
    }
}
