namespace HierKD.Benchmarks.Workloads;

/// <summary>What a process says after a round of steps.</summary>
/// <param name="Seconds">Of each step.</param>
/// <param name="Peak">The most memory that the process has had so far, in bytes.</param>
/// <param name="Memory">The memory that it has now; 0 if not known.</param>
/// <param name="LiveTensors">Tensors that are not disposed; 0 if not known.</param>
internal sealed record WorkRound(double[] Seconds, long Peak, long Memory = 0, long LiveTensors = 0);
