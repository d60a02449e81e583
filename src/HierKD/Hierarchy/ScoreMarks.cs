namespace HierKD;

/// <summary>What a score board knows of its scores.</summary>
/// <param name="Started">For each group, whether it has been scored.</param>
/// <param name="Latest">For each group, the filters that the last step scored.</param>
internal sealed record ScoreMarks(bool[] Started, int[][] Latest)
{
    /// <summary>Whether they are those of a graph's groups, and of filters that these have.</summary>
    public bool Fit(FilterGraph graph) =>
        Started?.Length == graph.Groups.Count
            && Latest?.Length == graph.Groups.Count
            && graph.Groups.All(g => Latest[g.Index]?.All(f => f >= 0 && f < g.Filters) == true);
}
