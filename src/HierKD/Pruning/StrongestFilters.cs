namespace HierKD;

/// <summary>Another width for a choice of filters.</summary>
internal static class StrongestFilters
{
    /// <summary>The filters of a group that are on: those chosen first, then, by their scores, others that may be on.</summary>
    public static bool[] Of(FilterScores scores, FilterGroup group, FilterMask chosen, int width)
    {
        var on = new bool[group.Filters];
        foreach (var filter in Order(scores, group, chosen).Take(width)) on[filter] = true;
        return on;
    }

    /// <summary>All filters that may be on, in that order.</summary>
    public static IEnumerable<int> Order(FilterScores scores, FilterGroup group, FilterMask chosen) => Enumerable.Range(0, group.Filters)
        .Where(f => scores.Allowed[group][f])
        .OrderByDescending(f => chosen[group][f]).ThenByDescending(f => scores[group][f]).ThenBy(f => f);
}
