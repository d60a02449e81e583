namespace HierKD.Reliability.Results;

/// <summary>What came of one command.</summary>
/// <param name="Name">The command.</param>
/// <param name="Parts">What was counted.</param>
/// <param name="Faults">What should not have been, each with how to repeat it; none if all promises were kept.</param>
/// <param name="NotRun">Why it could not be run; <see langword="null"/> if it was.</param>
internal sealed record AttackRow(string Name, IReadOnlyList<AttackPart> Parts, IReadOnlyList<string> Faults, string? NotRun = null)
{
    /// <summary>A row that says why there are no counts.</summary>
    public static AttackRow Missing(string name, string reason) => new(name, [], [], reason);
}
