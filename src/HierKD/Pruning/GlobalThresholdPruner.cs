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

        var candidates = graph.Groups.SelectMany(g => LayerScale.Normalize(scores[g], scores.Allowed[g], normalization)
            .Select((score, filter) => (Group: g.Index, Filter: filter, Score: score)))
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

    public override string ToString() => $"Pruner.GlobalThreshold(normalization: {normalization}, {floor})";
}
