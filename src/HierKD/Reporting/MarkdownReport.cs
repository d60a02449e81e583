using System.Globalization;
using System.Text;

namespace HierKD;

/// <summary>A report as Markdown: the table, and as much of the rest as a text can show.</summary>
internal sealed class MarkdownReport(PruningReport report)
{
    private readonly StringBuilder _text = new();

    public static string Of(PruningReport report)
    {
        var text = new ReportText(report);
        var head = text.Table((separator, cells) => $"| {string.Join(separator, cells.Select(Cell))} |", " | ", underline: "-") + "\n"
            + text.Targets() + text.Agreements("\n") + text.Rounded("\n") + (report.Locks.Count > 0 ? "\n" : "") + text.Kept("- ", Cell);
        return head + new MarkdownReport(report).Sections();
    }

    private string Sections()
    {
        Section($"{report.MetricName} over epochs", ["phase", "epoch", .. Levels, "teacher"], report.History.Select(e => (string[])
            [ReportNumbers.Phase(e.Phase), $"{e.Epoch}", .. Levels.Select(
                l => e.Metrics.FirstOrDefault(m => m.Level == l) is { } m ? ReportNumbers.Metric(m.Metric) : ""), e.Teacher ?? ""]));
        Section("Filters of each layer", ["layer", "kind", "original", .. Levels], report.Layers
            .Select(l => (string[])[l.Layer, l.Kind, $"{l.Filters}", .. Levels.Select(level => $"{l.Kept[level]}")]));
        Section("Final scores", ["level", "stayed: median (quartiles)", "went: median (quartiles)"], report.Scores
            .Select(s => (string[])[s.Level, Quartiles(s, s.Kept), Quartiles(s, s.Removed)]));
        if (report.Scores.Count > 0) _text.Append("\nScores are relative to the mean of their group of filters, read off a histogram.\n");
        Section(
            "Widths by time", ["level", "multiply-adds", "forward pass: median (quartiles)", "taken", "groups"],
            report.Widths.Select(w => (string[])
            [
                w.Level, $"{ReportNumbers.Amount(w.ScoredMultiplyAdds)} -> {ReportNumbers.Amount(w.TimedMultiplyAdds)}",
                $"{ReportNumbers.Time(w.Scored)} -> {ReportNumbers.Time(w.Timed)}", w.IsTaken ? "yes" : "no", WidthText.Changes(w)
            ]));
        if (report.Computation is { } choice)
        {
            Section(
                "Time of a training step", ["computed", "forward and backward: median (quartiles)", "taken"],
                choice.Candidates.Select(c => (string[])
                    [ComputationText.NameOf(c), ComputationText.Outcome(c), c.Computation == choice.Computation ? "yes" : ""]));
            _text.Append($"\nTaken, since {Cell(choice.Reason)}.\n");
        }
        Section("Settings", ["option", "value"], report.Settings.Select(s => (string[])[s.Name, s.Value]));
        Section("Computed with", ["what", "value"], report.Environment.Items().Select(i => (string[])[i.Name, i.Value]));
        return _text.ToString();
    }

    private IReadOnlyList<string> Levels => report.Chain.Levels.Reverse().Select(l => l.Name).ToArray();

    private void Section(string title, IReadOnlyList<string> titles, IEnumerable<IReadOnlyList<string>> rows)
    {
        var lines = rows.Select(Line).ToArray();
        if (lines.Length > 0) _text.Append($"\n### {Cell(title)}\n\n{Line(titles)}{Line(titles.Select(_ => "---"))}{string.Concat(lines)}");
    }

    public static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Cell))} |\n";

    /// <summary>Names are the user's: what Markdown would take for more than text is escaped.</summary>
    public static string Cell(string text)
    {
        var cell = new StringBuilder();
        foreach (var letter in MessageText.Whole(text))
        {
            cell.Append(@"\`*_|<>[]".Contains(letter, StringComparison.Ordinal) ? $@"\{letter}" : $"{letter}");
        }
        return cell.ToString();
    }

    private static string Quartiles(ScoreHistogram scores, IReadOnlyList<int> counts) => counts.Sum() == 0
        ? "none"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{scores.Quantile(counts, 0.5):0.00} ({scores.Quantile(counts, 0.25):0.00} to {scores.Quantile(counts, 0.75):0.00})");
}
