using System.Globalization;
using System.Text;

namespace HierKD;

/// <summary>A sensitivity report as a table of text.</summary>
internal static class SensitivityText
{
    public static string Plain(SensitivityReport report)
    {
        var rows = report.Groups.Select(g => Cells(g).ToArray()).Prepend([.. Titles(report)]).ToArray();
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder(Summary(report)).Append('\n');
        foreach (var row in rows)
        {
            text.Append(string.Join("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))))
                .Append('\n');
        }
        return text.ToString();
    }

    public static string Markdown(SensitivityReport report)
    {
        var text = new StringBuilder(Summary(report)).Append("\n\n").Append(MarkdownReport.Line(Titles(report)));
        text.Append(MarkdownReport.Line(Titles(report).Select((_, column) => column == 0 ? "---" : "---:")));
        foreach (var group in report.Groups) text.Append(MarkdownReport.Line(Cells(group)));
        return text.ToString();
    }

    /// <summary>What the numbers are.</summary>
    public static string Summary(SensitivityReport report) =>
        $"{MessageText.Whole(report.MetricName)} {ReportNumbers.Metric(report.Metric)}, with statistics estimated anew " +
        $"{ReportNumbers.Metric(report.RecalibratedMetric)}. How much worse it is ({(report.HigherIsBetter ? "lower" : "higher")}) when " +
        $"so much of one group goes, by {MessageText.Whole(report.Scorer)}, untrained:";

    public static IEnumerable<string> Titles(SensitivityReport report) =>
        ["group", "filters", .. report.Ratios.Select(ReportNumbers.Percent)];

    public static string Loss(SensitivityPoint point) => point.Loss.ToString("0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Cells(GroupSensitivity group) =>
        [MessageText.Whole(group.Group), group.Filters.ToString(CultureInfo.InvariantCulture), .. group.Points.Select(Loss)];
}
