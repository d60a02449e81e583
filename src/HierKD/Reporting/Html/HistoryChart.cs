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
        var places = Places(report.History);
        var across = ChartAxis.Counting(places[^1], 8);
        var up = ChartAxis.Over([report.Original.Metric, .. report.History.SelectMany(e => e.Metrics).Select(m => m.Metric)], 5);
        double X(int index) => Chart.X(across, places[index]);
        double Y(double metric) => Chart.Y(up, metric, Top, Bottom);

        chart.Up(up, Top, Bottom, report.MetricName);
        chart.Across(across, Bottom, "epoch");
        Phases(chart, report.History, places, across);
        if (double.IsFinite(report.Original.Metric))
        {
            chart.Line(Chart.Left, Y(report.Original.Metric), Chart.Right, Y(report.Original.Metric), "reference c-original");
        }
        foreach (var level in style.Names)
        {
            var points = report.History.SelectMany((e, i) =>
                e.Metrics.Where(m => m.Level == level && double.IsFinite(m.Metric)).Select(m => (X: X(i), Y: Y(m.Metric)))).ToArray();
            chart.Path(points, $"line {style.Of(level)}");
            if (report.History.Count > Dotted) continue;
            foreach (var (x, y) in points) chart.Add($"""<circle class="dot {style.Of(level)}" cx="{x:0.##}" cy="{y:0.##}" r="2.6"/>""");
        }
        return chart.End($"{report.MetricName} over epochs", Description(report, style));
    }

    /// <summary>For each entry its epoch, those of the phases before it included; a loop need not measure every one.</summary>
    private static int[] Places(IReadOnlyList<EpochReport> history)
    {
        var places = new int[history.Count];
        var before = 0;
        for (var i = 0; i < history.Count; i++)
        {
            if (i > 0 && !AreOfOnePhase(history[i - 1], history[i])) before = places[i - 1];
            places[i] = before + history[i].Epoch;
        }
        return places;
    }

    /// <summary>Levels that are trained alone after one another have a phase each.</summary>
    private static bool AreOfOnePhase(EpochReport before, EpochReport after) => before.Phase == after.Phase
        && (after.Phase != PruningPhase.FineTune || before.Metrics is not [var b, ..] || after.Metrics is not [var a, ..]
            || b.Level == a.Level);

    private static void Phases(Chart chart, IReadOnlyList<EpochReport> history, int[] places, ChartAxis across)
    {
        var before = 0;
        for (var first = 0; first < history.Count;)
        {
            var last = first;
            while (last + 1 < history.Count && AreOfOnePhase(history[last], history[last + 1])) last++;
            var (from, to) = (Chart.X(across, before + 0.5), Chart.X(across, places[last] + 0.5));
            if (first > 0) chart.Line(from, Top - 6, from, Bottom, "phase");
            var name = ReportNumbers.Phase(history[first].Phase);
            if (to - from > name.Length * 6.5) chart.Text((from + to) / 2, Top - 10, name, "middle");
            (first, before) = (last + 1, places[last]);
        }
    }

    private static string Description(PruningReport report, LevelStyle style)
    {
        var ends = style.Names
            .Select(level => (level, Metrics: report.History.SelectMany(e => e.Metrics).Where(m => m.Level == level).ToArray()))
            .Where(l => l.Metrics.Length > 0)
            .Select(l =>
                $"{l.level} from {ReportNumbers.Metric(l.Metrics[0].Metric)} to {ReportNumbers.Metric(l.Metrics[^1].Metric)} in " +
                $"{l.Metrics.Length} measurements");
        return $"The original has {ReportNumbers.Metric(report.Original.Metric)}; {string.Join("; ", ends)}.";
    }
}
