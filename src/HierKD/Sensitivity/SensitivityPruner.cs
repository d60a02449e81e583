namespace HierKD;

/// <summary>
/// Widths for which a report predicts the least loss: filters go in the order of what each costs, one threshold over all groups. Within a
/// group the lowest scores go.
/// </summary>
internal sealed class SensitivityPruner : IPruner
{
    private readonly SensitivityReport _report;
    private readonly PruningFloor _floor;

    /// <summary>The groups in the order in which they give up a filter, the ordinal of that filter in its group beside each.</summary>
    private readonly (int Group, int Ordinal)[] _order;

    public SensitivityPruner(SensitivityReport report, PruningFloor floor)
    {
        (_report, _floor) = (report, floor);
        _order = report.Curves
            .SelectMany((curve, group) => curve.Marginals().Select((cost, i) => (group, i: i + 1, cost, part: (i + 1.0) / curve.Filters)))
            // Groups of equal cost give up the same fraction of their filters.
            .OrderBy(f => f.cost).ThenBy(f => f.part).ThenBy(f => f.group).Select(f => (f.group, f.i)).ToArray();
    }

    public double LargestRatio(FilterGraph graph)
    {
        _report.RequireOf(graph);
        return _floor.LargestRatio(graph);
    }

    public FilterMask Select(FilterScores scores, double ratio)
    {
        var graph = scores.Graph;
        _report.RequireOf(graph);
        var kept = graph.Groups.Select(g => scores.Allowed.KeptFilters(g).Length).ToArray();
        var surplus = (int)Math.Round(ratio * graph.Filters) - (graph.Filters - kept.Sum());
        foreach (var (index, ordinal) in _order)
        {
            if (surplus <= 0) break;
            var group = graph.Groups[index];
            if (kept[index] <= Math.Max(_floor.Of(group), group.Filters - ordinal)) continue;
            kept[index]--;
            surplus--;
        }
        return FilterMask.Of(graph, graph.Groups.Select(g => StrongestFilters.Of(scores, g, scores.Allowed, kept[g.Index])));
    }

    public override string ToString() => $"SensitivityReport.ToPruner({_floor}), report {_report.Digest}";
}
