namespace HierKD;

/// <summary>The loss of every group, in the order of the forward pass: a bar for each fraction, larger losses behind smaller
/// ones.</summary>
internal static class SensitivityChart
{
    private const double Top = 34, Bottom = 236, Height = 280;
    private const int Colors = 6;

    public static HtmlMarkup Of(SensitivityReport report)
    {
        var chart = new Chart("sensitivity", Height);
        var groups = report.Groups;
        var up = ChartAxis.Over(groups.SelectMany(g => g.Points).Select(p => Math.Max(0, p.Loss)), 5, fromZero: true);
        var step = (Chart.Right - Chart.Left) / groups.Count;
        chart.Up(up, Top, Bottom, $"loss of {report.MetricName}");
        for (var i = 0; i < groups.Count; i++)
        {
            foreach (var (point, index) in groups[i].Points.Select((p, n) => (p, n)).OrderByDescending(p => p.p.Loss))
            {
                // What is no number has a bar to the edge.
                var top = double.IsFinite(point.Loss) ? Chart.Y(up, Math.Max(0, point.Loss), Top, Bottom) : Top;
                chart.Bar(Chart.Left + step * (i + 0.1), top, step * 0.8, Bottom - top, $"bar {Css(index)}");
            }
        }
        chart.Across(ChartAxis.Counting(groups.Count, 8), Bottom, "group, in the order of the forward pass");
        return chart.End(
            $"Loss of {report.MetricName} when a part of one group goes",
            string.Join("; ", groups.Select(g => $"{g.Group}: {string.Join(", ", g.Points.Select(SensitivityText.Loss))}")) + ".");
    }

    public static HtmlMarkup Legend(SensitivityReport report) =>
        LevelStyle.Legend(report.Ratios.Select((ratio, i) => (Css(i), $"{ReportNumbers.Percent(ratio)} of the group")));

    private static string Css(int index) => FormattableString.Invariant($"c{index % Colors}");
}
