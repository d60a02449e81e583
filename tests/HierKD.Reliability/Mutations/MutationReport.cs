namespace HierKD.Reliability.Mutations;

/// <summary>What is told of damaged files: a fault, or counts.</summary>
/// <param name="Fault">What should not have been.</param>
/// <param name="Counts">What was counted since they were told last.</param>
internal sealed record MutationReport(MutationFault? Fault, MutationCounts? Counts);
