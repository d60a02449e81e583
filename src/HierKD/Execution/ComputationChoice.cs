namespace HierKD;

/// <summary>
/// How a training computes where <see cref="MemoryFormat.Fastest"/> or <see cref="ComputePrecision.Fastest"/> left that to be measured, and
/// why so.
/// </summary>
/// <param name="MemoryFormat">The order of feature maps that was taken; never <see cref="MemoryFormat.Fastest"/>.</param>
/// <param name="Precision">The type that was taken; never <see cref="ComputePrecision.Fastest"/>.</param>
/// <param name="Candidates">What was tried, with times; the default first.</param>
/// <param name="Reason">Why this one was taken, in a sentence.</param>
public sealed record ComputationChoice(
    MemoryFormat MemoryFormat, ComputePrecision Precision, IReadOnlyList<ComputationCandidate> Candidates, string Reason)
{
    internal Computation Computation => new(MemoryFormat, Precision);

    /// <summary>Whether nothing is missing, as it may be in a file.</summary>
    internal bool IsWhole => Reason is not null && Candidates is not null && Candidates.All(c => c is not null);

    /// <summary>The choice, its reason, and what each candidate took.</summary>
    public override string ToString() => ComputationText.Of(this);
}
