namespace HierKD;

/// <summary>The same ratio in every layer: the filters with the lowest scores of each go.</summary>
internal sealed class PerLayerPruner(PruningFloor floor) : IPruner
{
    public double LargestRatio(FilterGraph graph) => floor.LargestRatio(graph);

    public FilterMask Select(FilterScores scores, double ratio)
    {
        var keep = Share(scores.Graph, ratio);
        return FilterMask.Of(scores.Graph, scores.Graph.Groups.Select(g => Strongest(scores, g, keep)));
    }

    /// <summary>
    /// The fraction that every layer above its floor keeps: where a floor keeps more, the others keep less, so that the whole comes out.
    /// </summary>
    private double Share(FilterGraph graph, double ratio)
    {
        var keep = 1 - ratio;
        var free = graph.Groups.ToList();
        while (free.RemoveAll(g => keep * g.Filters < floor.Of(g)) > 0 && free.Count > 0)
        {
            var fixedFilters = graph.Groups.Except(free).Sum(floor.Of);
            keep = ((1 - ratio) * graph.Filters - fixedFilters) / free.Sum(g => g.Filters);
        }
        return keep;
    }

    private bool[] Strongest(FilterScores scores, FilterGroup group, double share)
    {
        var keep = Math.Max(floor.Of(group), (int)Math.Round(share * group.Filters));
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

    public override string ToString() => $"Pruner.PerLayer({floor})";
}
