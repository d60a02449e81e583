namespace HierKD.Reliability.Mutations;

/// <summary>What the command <c>mutations</c> is told.</summary>
/// <param name="Common">What every command is told.</param>
/// <param name="Readers">Which readers.</param>
/// <param name="Only">A single mutation, by its number.</param>
/// <param name="Processes">How many processes read at once.</param>
internal sealed record MutationSettings(AttackSettings Common, IReadOnlyList<string> Readers, long? Only, int Processes);
