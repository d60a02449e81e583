using System.Runtime.InteropServices;

namespace HierKD.Build.Tests.EndToEnd;

/// <summary>Applications that are published as a single file.</summary>
public sealed class SingleFileTests
{
    private const string Identifier = "linux-x64";

    [SkippableFact]
    public void The_copy_lies_beside_the_single_file_or_in_it()
    {
        var here = RuntimeInformation.RuntimeIdentifier;
        Skip.IfNot(here == Identifier, $"The SDK for {here} has no launcher for {Identifier}, and it is not fetched for a test.");
        using var application = SmallApplication.WithImport();
        string[] options = ["-r", Identifier, "-p:PublishSingleFile=true"];

        application.DotNet("publish", options);
        Assert.Equal(Packages.Expected(Identifier), application.Published(Identifier)[Packages.Library]);

        application.DotNet("publish", [.. options, "--no-restore", "-p:IncludeNativeLibrariesForSelfExtract=true"]);
        Assert.True(application.Published(Identifier)["Application"].AsSpan().IndexOf(Packages.Expected(Identifier)) >= 0);
    }
}
