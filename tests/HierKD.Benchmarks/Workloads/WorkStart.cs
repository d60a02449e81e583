namespace HierKD.Benchmarks.Workloads;

/// <summary>What a process says when it is ready.</summary>
/// <param name="Parameters">The parameters of its network.</param>
/// <param name="MultiplyAdds">The multiply-adds of a step; 0 if not known.</param>
/// <param name="What">What computes.</param>
/// <param name="Bare">The memory that the process had before it made a network, in bytes; 0 if not known.</param>
internal sealed record WorkStart(long Parameters, double MultiplyAdds, string What, long Bare = 0);
