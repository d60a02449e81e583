using System.Globalization;
using HierKD;
using Spectre.Console;

namespace QuickStart;

/// <summary>The report of a run as a table, with the accuracies on the test set beside those on the validation set.</summary>
internal static class LevelTable
{
    public static Table Of(PruningReport report, double originalTest, double studentTest)
    {
        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.Markdown : TableBorder.Rounded };
        table.AddColumn("level");
        foreach (var title in (string[])["filters", "params", "MACs", "validation", "test", "latency, 64 images"])
        {
            table.AddColumn(new TableColumn(title) { Alignment = Justify.Right, NoWrap = true });
        }
        foreach (var line in report.Lines)
        {
            table.AddRow(
                line.Name,
                $"{line.FiltersKept} of {line.Filters}",
                Size(line.Parameters, report.Original.Parameters),
                Size(line.MultiplyAdds, report.Original.MultiplyAdds),
                Percent(line.Metric),
                line == report.Original ? Percent(originalTest) : line == report.Student ? Percent(studentTest) : "",
                string.Create(CultureInfo.InvariantCulture, $"{line.Latency.MedianMilliseconds:0.0} ms"));
        }
        return table;
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.00} %");

    private static string Size(long value, long original) => string.Create(CultureInfo.InvariantCulture,
        $"{(value >= 1_000_000 ? $"{value / 1e6:0.00} M" : $"{value / 1e3:0.0} k")} ({100.0 * value / original:0} %)");
}
