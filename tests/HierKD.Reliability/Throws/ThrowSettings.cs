namespace HierKD.Reliability.Throws;

/// <summary>What the command <c>throws</c> is told.</summary>
/// <param name="Common">What every command is told.</param>
/// <param name="Only">A single call, by its number.</param>
internal sealed record ThrowSettings(AttackSettings Common, long? Only);
