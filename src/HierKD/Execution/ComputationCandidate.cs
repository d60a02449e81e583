namespace HierKD;

/// <summary>A way to compute that was tried before a training began.</summary>
/// <param name="MemoryFormat">The order of feature maps.</param>
/// <param name="Precision">The type.</param>
/// <param name="Step">What a training step of the whole network took, forward and backward; <see langword="null"/> if it was left
/// out.</param>
/// <param name="LeftOut">Why it was left out, in a sentence; <see langword="null"/> if it was not.</param>
public sealed record ComputationCandidate(MemoryFormat MemoryFormat, ComputePrecision Precision, Latency? Step, string? LeftOut)
{
    internal Computation Computation => new(MemoryFormat, Precision);
}
