namespace HierKD.Mpi.Tests;

/// <summary>The members of a group, on each MPI that is installed.</summary>
public sealed class GroupTests
{
    [SkippableTheory]
    [InlineData("openmpi", 2)]
    [InlineData("openmpi", 3)]
    [InlineData("mpich", 2)]
    [InlineData("mpich", 3)]
    public void Every_member_does_what_it_says(string mpi, int processes)
    {
        var outcome = MpiLauncher.Run(mpi, processes, "group").Succeeded();
        Assert.Equal(processes, outcome.Text.Split("all right").Length - 1);
        Assert.Contains(mpi == "mpich" ? "MPICH" : "Open MPI", outcome.Text, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("openmpi")]
    [InlineData("mpich")]
    public void A_loop_of_ones_own_goes_on_from_its_checkpoint(string mpi)
    {
        var outcome = MpiLauncher.Run(mpi, 2, "session").Succeeded();
        Assert.Contains("rank 1", outcome.Text, StringComparison.Ordinal);
    }
}
