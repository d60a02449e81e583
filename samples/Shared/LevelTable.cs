using System.Globalization;
using Spectre.Console;

namespace HierKD.Samples;

/// <summary>The report of a run as a table that fits a terminal: sizes, accuracies and latency in milliseconds, with the accuracies on the test set beside those on the validation set.</summary>
internal static class LevelTable
{
    public static Table Of(PruningReport report, double originalTest, double studentTest)
    {
        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.Markdown : TableBorder.Horizontal };
        table.AddColumn(new TableColumn("level") { NoWrap = true });
        foreach (var title in (string[])["filters", "params", "MACs", "valid. %", "test %", "ms"])
        {
            table.AddColumn(new TableColumn(title) { Alignment = Justify.Right, NoWrap = true, Padding = new Padding(1, 0) });
        }
        foreach (var line in report.Lines)
        {
            table.AddRow(
                line.Name,
                Text($"{line.FiltersKept}"),
                Amount(line.Parameters),
                Amount(line.MultiplyAdds),
                Percent(line.Metric),
                line == report.Original ? Percent(originalTest) : line == report.Student ? Percent(studentTest) : "",
                Text($"{line.Latency.MedianMilliseconds:0.0}"));
        }
        return table;
    }

    /// <summary>What became of the network, in a sentence.</summary>
    public static string Summary(PruningReport report)
    {
        var (original, student) = (report.Original, report.Student);
        return Text($"The student has {Share(student.FiltersKept, original.FiltersKept)} of the filters, {Share(student.Parameters, original.Parameters)} of the parameters and ")
            + Text($"{Share(student.MultiplyAdds, original.MultiplyAdds)} of the multiply-adds, and takes {Share(student.Latency.MedianMilliseconds, original.Latency.MedianMilliseconds)} of the time for a batch of {student.Latency.BatchSize}.");
    }

    private static string Share(double part, double whole) => Text($"{100 * part / whole:0} %");

    private static string Percent(double share) => Text($"{100 * share:0.00}");

    private static string Amount(long value) => value >= 1_000_000 ? Text($"{value / 1e6:0.00} M") : Text($"{value / 1e3:0} k");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
