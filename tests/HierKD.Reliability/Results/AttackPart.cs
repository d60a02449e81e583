namespace HierKD.Reliability.Results;

/// <summary>What was counted for one part of an attack.</summary>
/// <param name="Name">The part, such as a reader of files.</param>
/// <param name="Counts">Its counts, by name, in the order of a page.</param>
internal sealed record AttackPart(string Name, IReadOnlyDictionary<string, long> Counts);
