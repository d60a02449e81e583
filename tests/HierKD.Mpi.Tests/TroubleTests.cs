namespace HierKD.Mpi.Tests;

/// <summary>What happens to one process ends all of them, and says what it was.</summary>
public sealed class TroubleTests
{
    [SkippableTheory]
    [InlineData(
        "openmpi", "trouble=throw:1:1", "FormatException", "ProcessGroupException",
        "Process 1 of 2 failed. FormatException: a damaged image")]
    [InlineData(
        "mpich", "trouble=throw:0:3", "FormatException", "ProcessGroupException",
        "Process 0 of 2 failed. FormatException: a damaged image")]
    [InlineData(
        "openmpi", "trouble=cancel:1:1", "OperationCanceledException", "OperationCanceledException",
        "Process 1 of 2 was cancelled")]
    [InlineData(
        "mpich", "trouble=fewer:1:1", "ProcessGroupException", "ProcessGroupException",
        "different numbers of batches")]
    [InlineData(
        "openmpi", "own=1 cache=0", "ProcessGroupException", "ProcessGroupException",
        "different numbers of batches")]
    [InlineData(
        "mpich", "differ=1", "ArgumentException", "ProcessGroupException",
        "LearningRate is 0.02 in process 1 and 0.01 in process 0")]
    [InlineData(
        "openmpi", "apart=1", "ProcessGroupException", "ProcessGroupException",
        "The processes differ at the end of an epoch, in the parameter")]
    public void A_failure_of_one_is_told_to_all(string mpi, string what, string one, string other, string why)
    {
        var outcome = MpiLauncher.Run(mpi, 2, $"prune {what}").Failed();
        Assert.Contains(one, outcome.Text, StringComparison.Ordinal);
        Assert.Contains(other, outcome.Text, StringComparison.Ordinal);
        Assert.Contains(why, outcome.Text, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("openmpi", "trouble=kill:1:2", 2)]
    [InlineData("openmpi", "trouble=kill:0:4", 2)]
    [InlineData("openmpi", "killwriting=2", 2)]
    [InlineData("mpich", "trouble=kill:0:2", 2)]
    [InlineData("mpich", "trouble=kill:1:4", 2)]
    [InlineData("mpich", "killwriting=2", 2)]
    public void After_the_death_of_one_all_end_and_go_on_to_the_same_bits(string mpi, string what, int processes)
    {
        using var outcomes = new Outcomes();
        var checkpoint = outcomes.Path("run.checkpoint");
        MpiLauncher.Run(mpi, processes, $"prune {what} checkpoint={checkpoint}").Failed();
        MpiLauncher.Run(mpi, processes, $"prune checkpoint={checkpoint} out={outcomes.Path("resumed")}").Succeeded();
        MpiLauncher.Run(mpi, processes, $"prune out={outcomes.Path("whole")}").Succeeded();
        Outcomes.RequireClose(outcomes.ReadSame("whole", processes), outcomes.ReadSame("resumed", processes), 0);
    }

    [SkippableFact]
    public void Another_number_of_processes_is_refused()
    {
        using var outcomes = new Outcomes();
        var checkpoint = outcomes.Path("run.checkpoint");
        MpiLauncher.Run("openmpi", 2, $"prune checkpoint={checkpoint}").Succeeded();
        var outcome = MpiLauncher.Run("openmpi", 3, $"prune checkpoint={checkpoint}").Failed();
        Assert.Contains("Processes was 2, now 3", outcome.Text, StringComparison.Ordinal);
    }
}
