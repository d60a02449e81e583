namespace HierKD;

/// <summary>The metric of every level over the epochs of all phases.</summary>
internal static class HistoryChart
{
    private const double Top = 34, Bottom = 236, Height = 280;

    /// <summary>Up to so many epochs every one has a dot.</summary>
    private const int Dotted = 40;

    public static HtmlMarkup Of(PruningReport report, LevelStyle style)
    {
        var chart = new Chart("history", Height);
        var across = ChartAxis.Counting(report.History.Count, 8);
        var up = ChartAxis.Over([report.Original.Metric, .. report.History.SelectMany(e => e.Metrics).Select(m => m.Metric)], 5);
        double X(int index) => Chart.X(across, index + 1);
        double Y(double metric) => Chart.Y(up, metric, Top, Bottom);

        chart.Up(up, Top, Bottom, report.MetricName);
        chart.Across(across, Bottom, "epoch");
        Phases(chart, report.History, across);
        if (double.IsFinite(report.Original.Metric)) chart.Line(Chart.Left, Y(report.Original.Metric), Chart.Right, Y(report.Original.Metric), "reference c-original");
        foreach (var level in style.Names)
        {
            var points = report.History.SelectMany((e, i) => e.Metrics.Where(m => m.Level == level && double.IsFinite(m.Metric)).Select(m => (X: X(i), Y: Y(m.Metric)))).ToArray();
            chart.Path(points, $"line {style.Of(level)}");
            if (report.History.Count > Dotted) continue;
            foreach (var (x, y) in points) chart.Add($"""<circle class="dot {style.Of(level)}" cx="{x:0.##}" cy="{y:0.##}" r="2.6"/>""");
        }
        return chart.End($"{report.MetricName} over epochs", Description(report, style));
    }

    private static void Phases(Chart chart, IReadOnlyList<EpochReport> history, ChartAxis across)
    {
        for (var first = 0; first < history.Count;)
        {
            var last = first;
            while (last + 1 < history.Count && history[last + 1].Phase == history[first].Phase) last++;
            var (from, to) = (Chart.X(across, first + 0.5), Chart.X(across, last + 1.5));
            if (first > 0) chart.Line(from, Top - 6, from, Bottom, "phase");
            var name = ReportNumbers.Phase(history[first].Phase);
            if (to - from > name.Length * 6.5) chart.Text((from + to) / 2, Top - 10, name, "middle");
            first = last + 1;
        }
    }

    private static string Description(PruningReport report, LevelStyle style)
    {
        var ends = style.Names.Select(level => (level, Metrics: report.History.SelectMany(e => e.Metrics).Where(m => m.Level == level).ToArray())).Where(l => l.Metrics.Length > 0)
            .Select(l => $"{l.level} from {ReportNumbers.Metric(l.Metrics[0].Metric)} to {ReportNumbers.Metric(l.Metrics[^1].Metric)} in {l.Metrics.Length} epochs");
        return $"The original has {ReportNumbers.Metric(report.Original.Metric)}; {string.Join("; ", ends)}.";
    }
}
