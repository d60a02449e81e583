using System.Globalization;
using System.Text;

namespace HierKD;

/// <summary>A report's table and the sentences below it, for text and Markdown.</summary>
internal sealed class ReportText(PruningReport report)
{
    /// <summary>A table of aligned columns.</summary>
    /// <param name="line">Makes a line of a separator and cells.</param>
    /// <param name="separator">What stands between two columns.</param>
    /// <param name="underline">What the line below the titles is made of, or <see langword="null"/> for none.</param>
    public string Table(Func<string, IEnumerable<string>, string> line, string separator, string? underline)
    {
        string[] titles = [
            "level", "filters", "params", "MACs", report.MetricName, "latency (quartiles)",
            .. report.Original.LatencyAt.Select(l => $"batch {l.BatchSize}"), .. report.Runtimes
        ];
        var rows = report.Lines.Select(Cells).Prepend(titles).Select(row => row.Select(MessageText.Whole).ToArray()).ToArray();
        var widths = Enumerable.Range(0, titles.Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var (row, index) in rows.Select((r, i) => (r, i)))
        {
            text.Append(line(separator, row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd())
                .Append('\n');
            if (index == 0 && underline is not null)
            {
                text.Append(line(separator, widths.Select((w, c) => new string(underline[0], w - 1) + (c == 0 ? underline : ":"))))
                    .Append('\n');
            }
        }
        return text.ToString();
    }

    /// <summary>What each level keeps of its measure, beside what it was to keep.</summary>
    public string Targets()
    {
        var levels = report.Chain.Levels
            .Reverse()
            .Select(l => $"{MessageText.Whole(l.Name)} {ReportNumbers.Percent(MeasuredShare.Of(report, report.Of(l)))} " +
                $"(target {ReportNumbers.Percent(l.Keep)})");
        return $"Kept of the {report.Chain.Measure.Name()}: {string.Join(", ", levels)}.\n";
    }

    /// <summary>How far each level's gate gradients agreed with its teacher's; nothing if that was not measured.</summary>
    public string Agreements(string before = "")
    {
        var levels = report.Chain.Levels.Reverse().Select(l => (l.Name, report.Of(l).Agreement)).Where(l => l.Agreement is not null)
            .Select(l => $"{MessageText.Whole(l.Name)} {ReportNumbers.Agreement(l.Agreement!)}").ToArray();
        return levels.Length == 0 ? "" : $"{before}Agreement with the teacher's gradients (cosine/signs): {string.Join(", ", levels)}.\n";
    }

    /// <summary>What rounding would bring; nothing if it would not pay.</summary>
    public string Rounded(string before = "") => report.Rounding is not { } r ? "" : string.Create(CultureInfo.InvariantCulture,
        $"{before}With widths rounded up to multiples of {r.Multiple} the student would keep {r.FiltersKept} of {report.Student.Filters} " +
        $"filters and still take {ReportNumbers.Time(r.Latency)}, not {report.Student.Latency.MedianMilliseconds:0.00} ms " +
        $"(Pruner.Rounded, with a target that leaves it so many).\n");

    /// <summary>What timing widths brought, a line for each level.</summary>
    public string Timed() => string.Concat(report.Widths.Select(w => $"{w}\n"));

    /// <summary>How the training computed; nothing if that was not measured.</summary>
    public string Computed() => report.Computation is { } choice ? $"{choice}\n" : "";

    /// <summary>What keeps its filters, a line each.</summary>
    /// <param name="bullet">What each line begins with.</param>
    /// <param name="write">How text is written; in one line if <see langword="null"/>.</param>
    public string Kept(string bullet, Func<string, string>? write = null) =>
        string.Concat(report.Locks.Select(l => $"{bullet}{(write ?? MessageText.Whole)($"{l}")}.\n"));

    private string[] Cells(LevelReport line) =>
    [
        line.Name,
        $"{line.FiltersKept}/{line.Filters}",
        ReportNumbers.Amount(line.Parameters, report.Original.Parameters),
        ReportNumbers.Amount(line.MultiplyAdds, report.Original.MultiplyAdds),
        ReportNumbers.Metric(line.Metric),
        ReportNumbers.Time(line.Latency, $", batch {line.Latency.BatchSize}"),
        .. line.LatencyAt.Select(l => ReportNumbers.Time(l)),
        .. report.Runtimes.Select(runtime => line.LatencyIn.FirstOrDefault(l => l.Runtime == runtime) is { Latency: var time }
            ? ReportNumbers.Time(time, $", batch {time.BatchSize}")
            : ""),
    ];
}
