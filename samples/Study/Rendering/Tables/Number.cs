using System.Globalization;
using HierKD.Samples;

namespace Study.Rendering.Tables;

/// <summary>Numbers as the tables show them.</summary>
internal static class Number
{
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A mean, and its deviation if there is one.</summary>
    public static string Plain(Spread spread, string format = "0.00") =>
        spread.Mean.ToString(format, CultureInfo.InvariantCulture) + Deviation(spread, format);

    /// <summary>A difference with its sign, and its deviation if there is one.</summary>
    public static string Signed(Spread spread) => Text($"{spread.Mean:+0.00;-0.00;0.00}") + Deviation(spread, "0.00");

    /// <summary>A mean share in per cent.</summary>
    public static string Percent(Spread share) => Text($"{100 * share.Mean:0.0} %");

    public static string Amount(Spread amount) =>
        amount.Mean >= 1e6 ? Text($"{amount.Mean / 1e6:0.00} M") : Text($"{amount.Mean / 1e3:0.0} k");

    private static string Deviation(Spread spread, string format) =>
        spread.Deviation is { } deviation ? $" ± {deviation.ToString(format, CultureInfo.InvariantCulture)}" : "";
}
