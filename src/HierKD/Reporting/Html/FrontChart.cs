namespace HierKD;

/// <summary>
/// The metric against multiply-adds: a labelled point for the original and every level, and a line through those that no other beats in
/// both.
/// </summary>
internal static class FrontChart
{
    private const double Top = 34, Bottom = 236, Height = 280, LetterWidth = 6.4;

    public static HtmlMarkup Of(PruningReport report, LevelStyle style)
    {
        var chart = new Chart("front", Height);
        var lines = report.Lines.Where(l => double.IsFinite(l.Metric)).ToArray();
        var (unit, letter) = ReportNumbers.Unit(report.Original.MultiplyAdds);
        var across = ChartAxis.Over(report.Lines.Select(l => l.MultiplyAdds / unit), 6, fromZero: true);
        var up = ChartAxis.Over(lines.Select(l => l.Metric), 5);
        chart.Up(up, Top, Bottom, $"{report.MetricName} ({(report.HigherIsBetter ? "higher" : "lower")} is better)");
        chart.Across(across, Bottom, $"multiply-adds of one sample, {letter}");

        (double X, double Y) Place(LevelReport line) => (Chart.X(across, line.MultiplyAdds / unit), Chart.Y(up, line.Metric, Top, Bottom));
        chart.Path(Unbeaten(report, lines).Select(Place), "front");
        var taken = lines.Select(l => Box.Around(Place(l))).ToList();
        foreach (var line in lines)
        {
            var (x, y) = Place(line);
            var later = Later(report, line);
            var css = line == report.Original ? "c-original" : style.Of(later ?? line.Name);
            chart.Add($"""<circle class="{(later is null ? "dot" : "ring")} {css}" cx="{x:0.##}" cy="{y:0.##}" r="5"/>""");
            var label = Label(line.Name, x, y, taken);
            taken.Add(label);
            chart.Text(label.X, label.Y + 12, line.Name, css: "point");
        }
        return chart.End($"{report.MetricName} against multiply-adds", string.Join("; ", report.Lines.Select(
            l => $"{l.Name}: {ReportNumbers.Amount(l.MultiplyAdds)} multiply-adds, {report.MetricName} {ReportNumbers.Metric(l.Metric)}")) +
            ".");
    }

    /// <summary>What the line, if there is one, joins, and what the ring is.</summary>
    public static string Caption(PruningReport report)
    {
        var line = Unbeaten(report, report.Lines.Where(l => double.IsFinite(l.Metric))) is [var best]
            ? $"Nothing that costs more is better than the {best.Name}."
            : "The line joins what nothing else equals with fewer multiply-adds.";
        return report.Lines.Select(l => Later(report, l)).OfType<string>().ToArray() switch
        {
            [] => line,
            [var only] => $"{line} The ring is the {only} before fine-tuning.",
            _ => $"{line} The rings are levels before fine-tuning.",
        };
    }

    /// <summary>The level that a line shows before it was trained alone, if it does.</summary>
    private static string? Later(PruningReport report, LevelReport line) =>
        report.Chain.Levels.FirstOrDefault(level => line.Name == ReportedLevel.JointPhase(level.Name))?.Name;

    /// <summary>The lines that no other equals or beats with fewer multiply-adds, from small to large.</summary>
    private static List<LevelReport> Unbeaten(PruningReport report, IEnumerable<LevelReport> lines)
    {
        List<LevelReport> front = [];
        foreach (var line in lines.OrderBy(l => l.MultiplyAdds).ThenByDescending(l => report.HigherIsBetter ? l.Metric : -l.Metric))
        {
            if (front.Count == 0 || (report.HigherIsBetter ? line.Metric > front[^1].Metric : line.Metric < front[^1].Metric))
            {
                front.Add(line);
            }
        }
        return front;
    }

    /// <summary>A place for a label beside its point where nothing else stands, if there is one.</summary>
    private static Box Label(string name, double x, double y, IReadOnlyCollection<Box> taken)
    {
        var width = name.Length * LetterWidth;
        (double X, double Y)[] places = [
            (x - width / 2, y - 24), (x - width / 2, y + 8), (x + 9, y - 8), (x - 9 - width, y - 8), (x + 6, y - 22), (x + 6, y + 6),
            (x - 6 - width, y - 22), (x - 6 - width, y + 6)
        ];
        var boxes = places.Select(p => new Box(Math.Clamp(p.X, 2, Math.Max(2, Chart.Width - width - 2)), p.Y, width, 16)).ToArray();
        var free = boxes.Where(b => b.Y >= Top - 14 && b.Y + b.Height <= Bottom + 2 && !taken.Any(b.Meets)).ToArray();
        return free.Length > 0 ? free[0] : boxes[0];
    }

    private readonly record struct Box(double X, double Y, double Width, double Height)
    {
        public static Box Around((double X, double Y) point) => new(point.X - 6, point.Y - 6, 12, 12);

        public bool Meets(Box other) =>
            X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
    }
}
