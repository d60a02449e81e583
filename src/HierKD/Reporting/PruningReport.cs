using System.Globalization;
using System.Text;

namespace HierKD;

/// <summary>What a run did, line by line: the original, every level, the student before and after fine-tuning.</summary>
public sealed class PruningReport
{
    internal PruningReport(string metricName, TeacherChain chain, IReadOnlyList<LevelReport> lines, IReadOnlyList<FilterLock> locks, long trainingMultiplyAdds)
    {
        TrainingMultiplyAdds = trainingMultiplyAdds;
        MetricName = metricName;
        Chain = chain;
        Lines = lines;
        Locks = locks;
    }

    /// <summary>What the metric is called.</summary>
    public string MetricName { get; }

    /// <summary>What the levels were to keep.</summary>
    public TeacherChain Chain { get; }

    /// <summary>From the original to the fine-tuned student.</summary>
    public IReadOnlyList<LevelReport> Lines { get; }

    /// <summary>The model before the run.</summary>
    public LevelReport Original => Lines[0];

    /// <summary>The model after the run.</summary>
    public LevelReport Student => Lines[^1];

    /// <summary>Rounded widths with which the student would keep more filters and still be faster on this machine, beyond the spread of the measurement; <see cref="Pruner.Rounded"/> makes such students.</summary>
    /// <value><see langword="null"/> if it would not pay.</value>
    public WidthRounding? Rounding { get; internal init; }

    /// <summary>The layers that kept their filters, and why.</summary>
    public IReadOnlyList<FilterLock> Locks { get; }

    /// <summary>The multiply-adds that the run's training took, as <see cref="PruningSession.MultiplyAdds"/> counts them; measuring on validation batches is not in it.</summary>
    public long TrainingMultiplyAdds { get; }

    /// <summary>The report as a table of aligned columns.</summary>
    public override string ToString() => Table(string.Join, "  ", underline: null) + Targets() + Agreements() + Rounded() + Kept("");

    /// <summary>The report as a Markdown table.</summary>
    public string ToMarkdown() => Table((separator, cells) => $"| {string.Join(separator, cells)} |", " | ", underline: "-") + "\n" + Targets() + Agreements("\n") + Rounded("\n") + (Locks.Count > 0 ? "\n" : "") + Kept("- ");

    /// <summary>What each level keeps of its measure, beside what it was to keep.</summary>
    private string Targets()
    {
        var levels = Chain.Levels.Reverse().Select(l => $"{l.Name} {Percent(Share(Lines.Last(line => line.Name == l.Name)))} (target {Percent(l.Keep)})");
        return $"Kept of the {Chain.Measure.Name()}: {string.Join(", ", levels)}.\n";
    }

    /// <summary>How far each level's gate gradients agreed with its teacher's; nothing if that was not measured.</summary>
    private string Agreements(string before = "")
    {
        var levels = Chain.Levels.Reverse().Select(l => (l.Name, Lines.Last(line => line.Name == l.Name).Agreement)).Where(l => l.Agreement is not null)
            .Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Name} {l.Agreement!.Cosine:0.00}/{l.Agreement.SignAgreement:0.00}")).ToArray();
        return levels.Length == 0 ? "" : $"{before}Agreement with the teacher's gradients (cosine/signs): {string.Join(", ", levels)}.\n";
    }

    /// <summary>What rounding would bring; nothing if it would not pay.</summary>
    private string Rounded(string before = "") => Rounding is not { } r ? "" : string.Create(CultureInfo.InvariantCulture,
        $"{before}With widths rounded up to multiples of {r.Multiple} the student would keep {r.FiltersKept} of {Student.Filters} filters and still take {Time(r.Latency)}, not {Student.Latency.MedianMilliseconds:0.00} ms (Pruner.Rounded, with a target that leaves it so many).\n");

    private double Share(LevelReport line) => Chain.Measure switch
    {
        Measure.Filters => (double)line.FiltersKept / line.Filters,
        Measure.Parameters => (double)line.Parameters / Original.Parameters,
        Measure.MultiplyAdds => (double)line.MultiplyAdds / Original.MultiplyAdds,
        _ => line.Latency.MedianMilliseconds / Original.Latency.MedianMilliseconds,
    };

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    private string Kept(string bullet) => string.Concat(Locks.Select(l => $"{bullet}{l}.\n"));

    private string Table(Func<string, IEnumerable<string>, string> line, string separator, string? underline)
    {
        string[] titles = ["level", "filters", "params", "MACs", MetricName, "latency (quartiles)"];
        var rows = Lines.Select(Cells).Prepend(titles).ToArray();
        var widths = Enumerable.Range(0, titles.Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var (row, index) in rows.Select((r, i) => (r, i)))
        {
            text.AppendLine(line(separator, row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
            if (index == 0 && underline is not null) text.AppendLine(line(separator, widths.Select((w, c) => new string(underline[0], w - 1) + (c == 0 ? underline : ":"))));
        }
        return text.ToString();
    }

    private string[] Cells(LevelReport line) =>
    [
        line.Name,
        $"{line.FiltersKept}/{line.Filters}",
        Amount(line.Parameters, Original.Parameters),
        Amount(line.MultiplyAdds, Original.MultiplyAdds),
        line.Metric.ToString("0.0000", CultureInfo.InvariantCulture),
        Time(line.Latency, $", batch {line.Latency.BatchSize}"),
    ];

    private static string Time(Latency latency, string more = "") =>
        string.Create(CultureInfo.InvariantCulture, $"{latency.MedianMilliseconds:0.00} ms ({latency.LowMilliseconds:0.00} to {latency.HighMilliseconds:0.00}{more})");

    private static string Amount(long value, long original) => string.Create(CultureInfo.InvariantCulture,
        $"{(value >= 1_000_000 ? value / 1e6 : value / 1e3).ToString(value >= 1_000_000 ? "0.00" : "0.0", CultureInfo.InvariantCulture)} {(value >= 1_000_000 ? "M" : "k")} ({100.0 * value / original:0} %)");
}
