namespace HierKD.Benchmarks.Workloads;

/// <summary>What a process says when it is ready.</summary>
/// <param name="Parameters">The parameters of its network.</param>
/// <param name="MultiplyAdds">The multiply-adds of a step; 0 if not known.</param>
/// <param name="What">What computes.</param>
internal sealed record WorkStart(long Parameters, double MultiplyAdds, string What);
