using HierKD;

namespace Study.Ideas;

/// <summary>
/// Keeps the best filters of each group, as many as are given or, where nothing is, a number that is drawn around the ratio.
/// </summary>
internal sealed class DrawnWidths(int seed) : IPruner
{
    private const int Floor = 2;

    private readonly Random _random = new(seed);

    /// <summary>The filters that each group is to keep.</summary>
    public IReadOnlyList<int>? Kept { get; set; }

    public double LargestRatio(FilterGraph graph) => 1 - ((double)graph.Groups.Sum(g => Math.Min(Floor, g.Filters)) / graph.Filters);

    public FilterMask Select(FilterScores scores, double ratio) => FilterMask.Of(scores.Graph, scores.Graph.Groups.Select(group =>
    {
        var drawn = (int)Math.Round(group.Filters * Math.Min(1, 2 * (1 - ratio)) * _random.NextDouble());
        var kept = Math.Clamp(Kept?[group.Index] ?? drawn, Math.Min(Floor, group.Filters), group.Filters);
        return Best(scores, group, kept);
    }));

    /// <summary>The best filters of a group.</summary>
    public static bool[] Best(FilterScores scores, FilterGroup group, int kept)
    {
        var on = new bool[group.Filters];
        foreach (var filter in Enumerable.Range(0, group.Filters).OrderByDescending(f => scores[group][f]).ThenBy(f => f).Take(kept))
        {
            on[filter] = true;
        }
        return on;
    }
}
