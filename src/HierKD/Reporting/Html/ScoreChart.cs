namespace HierKD;

/// <summary>The distribution of scores, a panel for each level: upwards the filters that stayed, downwards those that went.</summary>
internal static class ScoreChart
{
    private const double Title = 30, Panel = 96, Foot = 44;

    public static HtmlMarkup Of(PruningReport report)
    {
        var scores = report.Scores.Reverse().ToArray();
        var height = scores.Length * (Title + Panel) + Foot;
        var chart = new Chart("scores", height);
        var across =
            ChartAxis.Over(scores.SelectMany(s => new[] { s.Edges[0], s.Edges[^1] }), 6, fromZero: scores.All(s => s.Edges[0] >= 0));
        for (var i = 0; i < scores.Length; i++) Draw(chart, scores[i], across, Title + i * (Title + Panel));
        chart.Across(across, height - Foot, "score, relative to the mean of the filter's group");
        return chart.End("Final scores of the filters that stayed and of those that went", string.Join("; ", scores.Select(s =>
            FormattableString.Invariant(
                $"{s.Level}: {s.Kept.Sum()} stayed{Median(s, s.Kept)}, {s.Removed.Sum()} went{Median(s, s.Removed)}"))) +
            ".");
    }

    private static string Median(ScoreHistogram scores, IReadOnlyList<int> counts) =>
        counts.Sum() == 0 ? "" : FormattableString.Invariant($" with a median of {scores.Quantile(counts, 0.5):0.00}");

    private static void Draw(Chart chart, ScoreHistogram scores, ChartAxis across, double top)
    {
        var (up, down) = (Math.Max(1, scores.Kept.Max()), Math.Max(1, scores.Removed.Max()));
        var unit = Panel / (up + down);
        var middle = top + up * unit;
        chart.Text(Chart.Left, top - 8, $"{scores.Level}: {scores.Kept.Sum()} stayed, {scores.Removed.Sum()} went", css: "label strong");
        for (var bin = 0; bin < scores.Kept.Count; bin++)
        {
            var (x, width) =
                (Chart.X(across, scores.Edges[bin]), Chart.X(across, scores.Edges[bin + 1]) - Chart.X(across, scores.Edges[bin]));
            chart.Bar(x + width * 0.06, middle - scores.Kept[bin] * unit, width * 0.88, scores.Kept[bin] * unit, "bar stayed");
            chart.Bar(x + width * 0.06, middle, width * 0.88, scores.Removed[bin] * unit, "bar went");
        }
        chart.Line(Chart.Left, middle, Chart.Right, middle, "axis");
        chart.Text(Chart.Left - 6, middle - up * unit + 10, FormattableString.Invariant($"{up}"), "end");
        if (down * unit > 14) chart.Text(Chart.Left - 6, middle + down * unit, FormattableString.Invariant($"{down}"), "end");
    }
}
