using HierKD;

namespace Study.Ideas;

/// <summary>
/// Ranks filters within groups of like shape alone, and takes the same fraction of each such class (Fang et al., Isomorphic Pruning, ECCV
/// 2024): scores of layers of different kinds are not compared. Groups are alike that have the same roles and kinds of layers.
/// </summary>
internal sealed class IsomorphicPruner : IPruner
{
    private const int Floor = 2;

    public double LargestRatio(FilterGraph graph) =>
        1 - ((double)graph.Groups.Sum(group => Math.Min(Floor, group.Filters)) / graph.Filters);

    public FilterMask Select(FilterScores scores, double ratio)
    {
        var graph = scores.Graph;
        var on = graph.Groups.Select(group => scores.Allowed[group].ToArray()).ToArray();
        foreach (var alike in graph.Groups.GroupBy(GroupKind.Of))
        {
            var kept = alike.ToDictionary(group => group, group => on[group.Index].Count(x => x));
            var filters = alike.Sum(group => group.Filters);
            var surplus = (int)Math.Round(ratio * filters) - (filters - kept.Values.Sum());
            var candidates = alike
                .SelectMany(group =>
                {
                    var mean = Enumerable.Range(0, group.Filters).Where(f => on[group.Index][f]).Average(f => Math.Abs(scores[group][f]));
                    return Enumerable.Range(0, group.Filters).Select(f => (Group: group, Filter: f, Score: scores[group][f] / mean));
                })
                .Where(c => on[c.Group.Index][c.Filter])
                .OrderBy(c => c.Score).ThenBy(c => c.Group.Index).ThenBy(c => c.Filter).ToArray();
            foreach (var (group, filter, _) in candidates)
            {
                if (surplus <= 0) break;
                if (kept[group] <= Floor) continue;
                on[group.Index][filter] = false;
                kept[group]--;
                surplus--;
            }
        }
        return FilterMask.Of(graph, on);
    }
}
