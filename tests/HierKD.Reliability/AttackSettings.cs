namespace HierKD.Reliability;

/// <summary>What every command is told.</summary>
/// <param name="Seed">What the random choices follow from.</param>
/// <param name="Count">How many attacks.</param>
/// <param name="Results">The file whose row is replaced.</param>
internal sealed record AttackSettings(int Seed, int Count, string Results);
