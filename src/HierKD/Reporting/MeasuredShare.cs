namespace HierKD;

/// <summary>What a line of a report keeps of the measure that its chain has targets of.</summary>
internal static class MeasuredShare
{
    public static double Of(PruningReport report, LevelReport line) => report.Chain.Measure switch
    {
        Measure.Filters => (double)line.FiltersKept / line.Filters,
        Measure.Parameters => (double)line.Parameters / report.Original.Parameters,
        Measure.MultiplyAdds => (double)line.MultiplyAdds / report.Original.MultiplyAdds,
        _ => line.Latency.MedianMilliseconds / report.Original.Latency.MedianMilliseconds,
    };
}
