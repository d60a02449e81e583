namespace HierKD.Mpi.Tests;

/// <summary>Several processes end as one that takes their parts in turn.</summary>
public sealed class SameResultTests
{
    [SkippableTheory]
    [InlineData("openmpi", 2, "cache=0")]
    [InlineData("openmpi", 4, "cache=1000000")]
    [InlineData("mpich", 2, "cache=1000000")]
    [InlineData("mpich", 4, "cache=0")]
    public void Without_batch_normalisation(string mpi, int processes, string more)
    {
        using var outcomes = new Outcomes();
        MpiLauncher.Run(mpi, processes, $"prune double=1 {more} out={outcomes.Path("many")}").Succeeded();
        MpiLauncher.Alone($"prune alone=1 parts={processes} double=1 {more} out={outcomes.Path("one")}").Succeeded();
        Outcomes.RequireClose(outcomes.Read("one", 0), outcomes.ReadSame("many", processes), 1e-12);
    }

    /// <summary>The QuickStart's network. What a running statistic came to in one process, part by part, is no average.</summary>
    [SkippableTheory]
    [InlineData("openmpi", 2)]
    [InlineData("mpich", 4)]
    public void With_the_batch_statistics_of_each_part(string mpi, int processes)
    {
        using var outcomes = new Outcomes();
        const string what = "net=vgg double=1 rising=1 joint=1 tune=1";
        MpiLauncher.Run(mpi, processes, $"prune {what} out={outcomes.Path("many")}").Succeeded();
        MpiLauncher.Alone($"prune alone=1 parts={processes} {what} out={outcomes.Path("one")}").Succeeded();
        Outcomes.RequireClose(
            outcomes.Read("one", 0), outcomes.ReadSame("many", processes), 1e-10, "running_", "num_batches_tracked");
    }

    [SkippableTheory]
    [InlineData("openmpi")]
    [InlineData("mpich")]
    public void Parts_that_the_user_has_made_give_the_same(string mpi)
    {
        using var outcomes = new Outcomes();
        MpiLauncher.Run(mpi, 2, $"prune own=none cache=0 out={outcomes.Path("own")}").Succeeded();
        MpiLauncher.Run(mpi, 2, $"prune cache=0 out={outcomes.Path("ours")}").Succeeded();
        Outcomes.RequireClose(outcomes.ReadSame("ours", 2), outcomes.ReadSame("own", 2), 0);
    }
}
