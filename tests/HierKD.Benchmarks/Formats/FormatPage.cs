using System.Globalization;
using System.Text;
using HierKD.Benchmarks.Report;

namespace HierKD.Benchmarks.Formats;

/// <summary>The choices as a page.</summary>
internal static class FormatPage
{
    public static string Of(IReadOnlyList<FormatRow> rows, string file)
    {
        var text = new StringBuilder($"""
            # Memory formats and precisions

            Written by `dotnet run --project tests/HierKD.Benchmarks -c Release -- formats` from [{file}]({file}): what
            `MemoryFormat.Fastest` and `ComputePrecision.Fastest` choose for a network before it is trained on images of 32x32 pixels. A
            time is that of a training step of the whole network, forward and backward, the median over up to nine rounds in which all
            take turns, with quartiles. What takes more than twice as long as the fastest is timed once, and what takes more than three
            times as long for eight samples is not timed further. The default, as given, is replaced by what is faster by a tenth and
            beyond the spread. The last column is what the choice took.

            """.ReplaceLineEndings("\n"));
        foreach (var machine in rows.GroupBy(r => r.From with { Threads = 0 }))
        {
            text.Append("\n| network | batch | threads | as given | channels last | bfloat16 | channels last, bfloat16 | taken | took |\n");
            text.Append("|---|---:|---:|---:|---:|---:|---:|---|---:|\n");
            foreach (var row in machine) text.Append(Line(row));
            text.Append(MadeWith.Line(machine.Key));
        }
        return text.ToString();
    }

    private static string Line(FormatRow row)
    {
        var cells = row.Choice.Candidates.Select(c => c.Step is { } step
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{step.MedianMilliseconds:0.0} ms ({step.LowMilliseconds:0.0} to {step.HighMilliseconds:0.0})")
            : c.LeftOut ?? "");
        var taken = ComputationText.Name(row.Choice.MemoryFormat, row.Choice.Precision);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {row.Network} | {row.Batch} | {row.From.Threads} | {string.Join(" | ", cells)} | {taken} | {row.Seconds:0} s |\n");
    }
}
