namespace HierKD;

/// <summary>What a score board knows of its scores.</summary>
/// <param name="Started">For each group, whether it has been scored.</param>
/// <param name="Latest">For each group, the filters that the last step scored.</param>
internal sealed record ScoreMarks(bool[] Started, int[][] Latest);
