namespace HierKD.Networks;

/// <summary>How numbers of any survey are written.</summary>
internal static class NumberText
{
    public static string Amount(long value) => value switch
    {
        >= 1_000_000_000 => $"{value / 1e9:0.00} G",
        >= 1_000_000 => $"{value / 1e6:0.00} M",
        >= 10_000 => $"{value / 1e3:0} k",
        _ => $"{value}",
    };

    public static string Seconds(double value) => value < 10 ? $"{value:0.00}" : $"{value:0.0}";
}
