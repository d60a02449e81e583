namespace HierKD;

/// <summary>What is left of a measure under a mask, as a fraction of the whole model's.</summary>
internal static class RelativeCost
{
    public static Func<FilterMask, double> Of(Measure measure, FilterGraph graph, Func<FilterMask, double> latency) => measure switch
    {
        Measure.Filters => mask => (double)mask.Kept / graph.Filters,
        Measure.Parameters => Counted(graph.Cost.Parameters, graph),
        Measure.MultiplyAdds => Counted(graph.Cost.MultiplyAdds, graph),
        _ => latency,
    };

    private static Func<FilterMask, double> Counted(Func<FilterMask, long> count, FilterGraph graph)
    {
        var whole = (double)count(FilterMask.Full(graph));
        return mask => count(mask) / whole;
    }
}
