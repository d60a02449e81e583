namespace HierKD.Mpi.Tests;

/// <summary>How a library is found, and what is said where there is none.</summary>
public sealed class LibraryTests
{
    [Fact]
    public void A_library_that_is_not_there_is_named()
    {
        var failure = Assert.Throws<MpiException>(() => MpiProcessGroup.Start(new MpiOptions { Library = "libnothing.so.7" }));
        Assert.Contains("'libnothing.so.7' cannot be loaded", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_library_that_is_no_MPI_is_named()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "libc.so.6 is Linux's");
        var failure = Assert.Throws<MpiException>(() => MpiProcessGroup.Start(new MpiOptions { Library = "libc.so.6" }));
        Assert.Contains("is no MPI library", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_launchers_library_comes_first()
    {
        var names = MpiLibrary.Candidates();
        Assert.Equal(names.Distinct(), names);
        Assert.NotEmpty(names);
    }
}
