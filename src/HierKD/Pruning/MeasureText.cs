namespace HierKD;

/// <summary>What messages call a measure.</summary>
internal static class MeasureText
{
    public static string Name(this Measure measure) => measure switch
    {
        Measure.Filters => "filters",
        Measure.Parameters => "parameters",
        Measure.MultiplyAdds => "multiply-adds",
        _ => "latency",
    };
}
