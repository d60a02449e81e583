using HierKD.OnnxSurvey.Latency;

namespace HierKD.OnnxSurvey.Report;

/// <summary>How numbers are written.</summary>
internal static class Numbers
{
    public static string Bytes(long value) => value switch
    {
        >= 10_000_000 => $"{value / 1e6:0} MB",
        >= 1_000_000 => $"{value / 1e6:0.0} MB",
        >= 10_000 => $"{value / 1e3:0} kB",
        _ => $"{value / 1e3:0.0} kB",
    };

    public static string Difference(double value) => $"{value:0e0}";

    public static string Milliseconds(Quartiles times) =>
        string.Join("", [Time(times.Median), " (", Time(times.Lower), " to ", Time(times.Upper), ")"]);

    public static string Ratio(Quartiles ratios) => $"{ratios.Median:0.00} ({ratios.Lower:0.00} to {ratios.Upper:0.00})";

    private static string Time(double milliseconds) => milliseconds switch
    {
        >= 100 => $"{milliseconds:0}",
        >= 10 => $"{milliseconds:0.0}",
        _ => $"{milliseconds:0.00}",
    };
}
