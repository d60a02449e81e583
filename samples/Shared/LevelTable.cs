using System.Globalization;
using Spectre.Console;

namespace HierKD.Samples;

/// <summary>
/// The report of a run as a table that fits a terminal: sizes, accuracies and latency in milliseconds, with the accuracies on the test set
/// beside those on the validation set.
/// </summary>
internal static class LevelTable
{
    private static readonly string[] Titles = ["level", "filters", "params", "MACs", "valid. %", "test %", "ms"];

    public static Table Of(PruningReport report, double originalTest, double studentTest) =>
        TextTable.Of(
            [.. Titles, .. report.Student.LatencyIn.Select(time => $"{time.Runtime.Split(' ')[0]} ms")],
            Rows(report.Lines, originalTest, studentTest));

    /// <summary>What became of the network, in a sentence.</summary>
    public static string Summary(PruningReport report)
    {
        var (original, student) = (report.Original, report.Student);
        var time = Share(student.Latency.MedianMilliseconds, original.Latency.MedianMilliseconds);
        return $"The student has {Share(student.FiltersKept, original.FiltersKept)} of the filters, " +
            $"{Share(student.Parameters, original.Parameters)} of the parameters and " +
            $"{Share(student.MultiplyAdds, original.MultiplyAdds)} of the multiply-adds, " +
            Text($"and takes {time} of the time for a batch of {student.Latency.BatchSize}.");
    }

    private static IEnumerable<string[]> Rows(IReadOnlyList<LevelReport> lines, double originalTest, double studentTest) =>
        lines.Select((line, i) => (string[])
        [
            line.Name,
            Text($"{line.FiltersKept}"),
            Amount(line.Parameters),
            Amount(line.MultiplyAdds),
            Percent(line.Metric),
            i == 0 ? Percent(originalTest) : i == lines.Count - 1 ? Percent(studentTest) : "",
            Text($"{line.Latency.MedianMilliseconds:0.0}"),
            .. line.LatencyIn.Select(time => Text($"{time.Latency.MedianMilliseconds:0.0}")),
        ]);

    private static string Share(double part, double whole) => Text($"{100 * part / whole:0} %");

    private static string Percent(double share) => Text($"{100 * share:0.00}");

    private static string Amount(long value) => value >= 1_000_000 ? Text($"{value / 1e6:0.00} M") : Text($"{value / 1e3:0} k");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
