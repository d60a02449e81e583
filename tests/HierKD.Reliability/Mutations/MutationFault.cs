namespace HierKD.Reliability.Mutations;

/// <summary>What should not have been.</summary>
/// <param name="Index">The number of the mutation.</param>
/// <param name="Kind">What faults of the same cause have in common.</param>
/// <param name="Damage">What was done to the file.</param>
internal sealed record MutationFault(long Index, string Kind, string Damage);
