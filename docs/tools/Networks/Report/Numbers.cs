namespace HierKD.Networks;

/// <summary>How numbers are written.</summary>
internal static class Numbers
{
    public static string Share(long part, long whole) => $"{100.0 * part / whole:0} %";

    public static string Difference(NetworkRow row) => row.Difference is { } d ? $"{d:0e0}" : "";
}
