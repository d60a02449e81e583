namespace HierKD.Build.Tests.EndToEnd;

/// <summary>Applications without a runtime identifier, which have the libraries of all processors.</summary>
public sealed class PortableBuildTests(PortableBuilds builds) : IClassFixture<PortableBuilds>
{
    private const string X64 = $"runtimes/linux-x64/native/{Packages.Library}", Arm64 = $"runtimes/linux-arm64/native/{Packages.Library}";

    private static readonly string[] Others =
    [
        "runtimes/linux-x64/native/libOther.so", "runtimes/win-x64/native/LibTorchSharp.dll",
        "runtimes/osx-arm64/native/libLibTorchSharp.dylib",
    ];

    [Fact]
    public void A_build_has_the_copies_and_the_other_files_of_the_package_as_they_are()
    {
        AssertHasCopies(builds.First);
        Assert.All(Others, name => Assert.Equal(builds.Package[name], builds.First[name]));
    }

    [Fact]
    public void It_says_so_at_normal_verbosity_only_once_for_each_library_and_warns_of_nothing()
    {
        var lines = builds.FirstLog.Split('\n').Where(l => l.Contains("GLIBCXX_3.4.32", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.All([X64, Arm64], place => Assert.Single(lines, l => l.Contains(Path.Combine(place.Split('/')), StringComparison.Ordinal)));
        Assert.DoesNotContain("GLIBCXX", builds.SecondLog, StringComparison.Ordinal);
        Assert.Contains("0 Warning(s)", builds.FirstLog, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_build_writes_nothing()
    {
        Assert.Equal([Arm64, X64], builds.FirstCopies.Libraries);
        Assert.Equal(builds.FirstCopies.Times, builds.SecondCopies.Times);
        Assert.Equal(builds.First.Times, builds.Second.Times);
    }

    [Fact]
    public void What_is_published_has_the_copies_too() => AssertHasCopies(builds.Published);

    [Fact]
    public void Switched_off_the_files_are_the_package_s_and_the_copies_are_gone()
    {
        Assert.All([X64, Arm64], name => Assert.Equal(builds.Package[name], builds.SwitchedOff[name]));
        Assert.Empty(builds.SwitchedOffCopies.Libraries);
    }

    [Fact]
    public void Built_anew_there_are_the_copies()
    {
        AssertHasCopies(builds.Rebuilt);
        AssertHasCopies(builds.CleanedAndBuilt);
    }

    [Fact]
    public void What_the_application_says_of_its_packages_is_the_same_with_and_without_the_copies() =>
        Assert.Equal(builds.SwitchedOff["Application.deps.json"], builds.First["Application.deps.json"]);

    [Fact]
    public void Cleaning_leaves_no_library_behind()
    {
        Assert.DoesNotContain(builds.Cleaned.Libraries, n => !n.StartsWith("publish/", StringComparison.Ordinal));
        Assert.Empty(builds.CleanedCopies.Libraries);
    }

    [Fact]
    public void The_package_is_as_it_was()
    {
        Assert.Equal(Packages.Original("linux-x64"), builds.Package[X64]);
        Assert.Equal(Packages.Original("linux-arm64"), builds.Package[Arm64]);
    }

    private static void AssertHasCopies(Snapshot output)
    {
        Assert.Equal(Packages.Expected("linux-x64"), output[X64]);
        Assert.Equal(Packages.Expected("linux-arm64"), output[Arm64]);
    }
}
