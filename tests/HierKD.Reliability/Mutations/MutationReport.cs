namespace HierKD.Reliability.Mutations;

/// <summary>A line of a process that reads damaged files: a fault, or the counts in the end.</summary>
/// <param name="Fault">What should not have been.</param>
/// <param name="Counts">What was counted.</param>
internal sealed record MutationReport(MutationFault? Fault, MutationCounts? Counts);
