namespace HierKD;

/// <summary>The same ratio in every layer: the filters with the lowest scores of each go.</summary>
internal sealed class PerLayerPruner(int minimumFilters) : IPruner
{
    public double LargestRatio(FilterGraph graph) => PruningFloor.LargestRatio(graph, minimumFilters);

    public FilterMask Select(FilterScores scores, double ratio) =>
        FilterMask.Of(scores.Graph, scores.Graph.Groups.Select(g => Strongest(scores, g, ratio)));

    private bool[] Strongest(FilterScores scores, FilterGroup group, double ratio)
    {
        var keep = Math.Max(PruningFloor.Of(group, minimumFilters), (int)Math.Round((1 - ratio) * group.Filters));
        var on = new bool[group.Filters];
        foreach (var filter in Enumerable.Range(0, group.Filters)
            .Where(f => scores.Allowed[group][f])
            .OrderByDescending(f => scores[group][f]).ThenBy(f => f)
            .Take(keep))
        {
            on[filter] = true;
        }
        return on;
    }
}
