namespace HierKD.Benchmarks.Workloads;

/// <summary>What a process says after a round of steps.</summary>
/// <param name="Seconds">Of each step.</param>
/// <param name="Peak">The most memory that the process has had so far, in bytes.</param>
internal sealed record WorkRound(double[] Seconds, long Peak);
