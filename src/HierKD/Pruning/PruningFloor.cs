namespace HierKD;

/// <summary>The number of filters that a layer keeps whatever its scores.</summary>
internal static class PruningFloor
{
    public static int Of(FilterGroup group, int minimumFilters) => Math.Min(group.Filters, minimumFilters);

    public static double LargestRatio(FilterGraph graph, int minimumFilters) =>
        1 - (double)graph.Groups.Sum(g => Of(g, minimumFilters)) / graph.Filters;
}
