using System.Globalization;
using System.Text;
using HierKD.Benchmarks.Report;

namespace HierKD.Benchmarks.Widths;

/// <summary>The students as a page.</summary>
internal static class WidthPage
{
    /// <summary>The student's speed-up is to be so much of its multiply-adds' reduction.</summary>
    private const double Target = 0.8;

    public static string Of(IReadOnlyList<WidthRow> rows, string file)
    {
        var text = new StringBuilder($"""
            # Widths

            Written by `dotnet run --project tests/HierKD.Benchmarks -c Release -- widths` from [{file}]({file}): students of one network
            with the same scores and budget, which differ in how the widths were chosen. All of them and the whole network take turns;
            times are medians over the rounds with quartiles, and so are the ratios within a round. The speed-up is the whole network's
            time by the student's; *of its MACs* is that as a fraction of how many times fewer multiply-adds it has, with the target
            {Target.ToString(CultureInfo.InvariantCulture)}. The widths are of untrained networks, whose scores lie near each other.

            """.ReplaceLineEndings("\n"));
        foreach (var machine in rows.GroupBy(r => r.From with { Threads = 0 }))
        {
            text.Append("\n| network | keep | batch | threads | widths | MACs | forward pass | of the pruner's | speed-up | of its MACs |");
            text.Append(" met |\n");
            text.Append("|---|---:|---:|---:|---|---:|---:|---:|---:|---:|---|\n");
            foreach (var row in machine) foreach (var student in row.Students) text.Append(Cells(row, student));
            foreach (var row in machine) text.Append(Bound(row));
            text.Append(MadeWith.Line(machine.Key));
        }
        return text.ToString();
    }

    /// <summary>A student in a line of the console.</summary>
    public static string Line(WidthRow row, WidthStudent student)
    {
        var (macs, time) = (student.MultiplyAdds / 1e6, student.Time.MedianMilliseconds);
        return FormattableString.Invariant($"{student.Widths}: {macs:0.0} M, {time:0.0} ms, {Share(row, student):0.00} of its MACs");
    }

    private static double Share(WidthRow row, WidthStudent student) =>
        (1 / student.OfWhole.Median) / ((double)row.Whole.MultiplyAdds / student.MultiplyAdds);

    private static string Cells(WidthRow row, WidthStudent student)
    {
        var time = student.Time;
        string[] cells =
        [
            row.Network, $"{row.Keep} %", $"{row.Batch}", $"{row.From.Threads}", student.Widths,
            FormattableString.Invariant($"{student.MultiplyAdds / 1e6:0.0} M"),
            FormattableString.Invariant($"{time.MedianMilliseconds:0.0} ms ({time.LowMilliseconds:0.0} to {time.HighMilliseconds:0.0})"),
            Text(student.OfUnrounded), FormattableString.Invariant($"{1 / student.OfWhole.Median:0.00}"),
            FormattableString.Invariant($"{Share(row, student):0.00}"), Share(row, student) >= Target ? "yes" : "**no**",
        ];
        return $"| {string.Join(" | ", cells)} |\n";
    }

    private static string Bound(WidthRow row) => row.Exhaustive is not { } bound ? "" :
        FormattableString.Invariant($"\nLayers of {row.Network} ({row.Keep} %, threads: {row.From.Threads}) timed at every width: ") +
        FormattableString.Invariant($"{bound.Ours:0.0} ms with TimedWidths, {bound.Best:0.0} ms with the best assignment found, and no ") +
        FormattableString.Invariant($"assignment takes less than {bound.Least:0.0} ms.\n");

    private static string Text(Quartiles ratio) =>
        string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.00} ({ratio.Low:0.00} to {ratio.High:0.00})");
}
