using System.Globalization;

namespace HierKD;

/// <summary>How reports write numbers, the same in text, Markdown and HTML and in every culture.</summary>
internal static class ReportNumbers
{
    public static string Metric(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    public static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.00} ms");

    /// <summary>A number of parameters or multiply-adds, in thousands, millions or billions.</summary>
    public static string Amount(long value) => Unit(value) is (var unit, var letter) && unit > 1e3
        ? string.Create(CultureInfo.InvariantCulture, $"{value / unit:0.00} {letter}")
        : string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.0} k");

    /// <summary>What such numbers are divided by, and the letter for it.</summary>
    public static (double Unit, string Letter) Unit(long largest) =>
        largest >= 1_000_000_000 ? (1e9, "G") : largest >= 1_000_000 ? (1e6, "M") : (1e3, "k");

    /// <summary>The same beside its share of the original's.</summary>
    public static string Amount(long value, long original) =>
        string.Create(CultureInfo.InvariantCulture, $"{Amount(value)} ({100.0 * value / original:0} %)");

    /// <summary>A latency with its quartiles.</summary>
    public static string Time(Latency latency, string more = "") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{latency.MedianMilliseconds:0.00} ms ({latency.LowMilliseconds:0.00} to {latency.HighMilliseconds:0.00}{more})");

    public static string Agreement(GradientAgreement agreement) =>
        string.Create(CultureInfo.InvariantCulture, $"{agreement.Cosine:0.00}/{agreement.SignAgreement:0.00}");

    public static string Phase(PruningPhase phase) => phase switch
    {
        PruningPhase.Joint => "joint",
        PruningPhase.FixedMasks => "fixed masks",
        _ => "fine-tuning",
    };
}
