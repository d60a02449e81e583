namespace HierKD;

/// <summary>One threshold over the normalised scores of all layers; a floor keeps layers from vanishing.</summary>
internal sealed class GlobalThresholdPruner(ScoreNormalization normalization, PruningFloor floor) : IPruner
{
    public double LargestRatio(FilterGraph graph) => floor.LargestRatio(graph);

    public FilterMask Select(FilterScores scores, double ratio)
    {
        var graph = scores.Graph;
        var on = graph.Groups.Select(g => scores.Allowed[g].ToArray()).ToArray();
        var kept = on.Select(g => g.Count(x => x)).ToArray();
        var surplus = (int)Math.Round(ratio * graph.Filters) - (graph.Filters - kept.Sum());

        var candidates = graph.Groups.SelectMany(g => Normalized(scores, g).Select((score, filter) => (Group: g.Index, Filter: filter, Score: score)))
            .Where(c => on[c.Group][c.Filter])
            .OrderBy(c => c.Score).ThenBy(c => c.Group).ThenBy(c => c.Filter);
        foreach (var (group, filter, _) in candidates)
        {
            if (surplus <= 0) break;
            if (kept[group] <= floor.Of(graph.Groups[group])) continue;
            on[group][filter] = false;
            kept[group]--;
            surplus--;
        }
        return FilterMask.Of(graph, on);
    }

    private IEnumerable<double> Normalized(FilterScores scores, FilterGroup group)
    {
        // Filters that may not be on hold scores of another time; they have no say in their layer's scale.
        var live = scores[group].Where((_, f) => scores.Allowed[group][f]).Select(s => (double)s).ToArray();
        var scale = normalization switch
        {
            ScoreNormalization.Mean => live.Average(Math.Abs),
            ScoreNormalization.L2 => Math.Sqrt(live.Sum(s => s * s)),
            _ => 1,
        };
        return scores[group].Select(s => scale > 0 ? s / scale : s);
    }
}
