namespace HierKD.Mpi.Tests;

/// <summary>How workers ended.</summary>
/// <param name="ExitCode">The launcher's.</param>
/// <param name="Text">What all of them said.</param>
internal sealed record WorkerOutcome(int ExitCode, string Text)
{
    public WorkerOutcome Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}:\n{Text}");
        return this;
    }

    public WorkerOutcome Failed()
    {
        Assert.True(ExitCode != 0, Text);
        return this;
    }
}
