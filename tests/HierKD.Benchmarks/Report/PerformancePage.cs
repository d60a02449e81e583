using System.Globalization;
using System.Text;
using HierKD.Benchmarks.Pairs;
using HierKD.Benchmarks.Rows;

namespace HierKD.Benchmarks.Report;

/// <summary>The results as a page.</summary>
internal static class PerformancePage
{
    public static string Of(PerformanceResults results, string file)
    {
        var text = new StringBuilder("# Performance\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"Written by `dotnet run --project tests/HierKD.Benchmarks -c Release` from " +
            $"[{file}]({file}). Rows in milliseconds, and those " +
            $"with Torch-Pruning, are one run of two processes that take turns: the ratio is the median over the turns of ours to the " +
            $"reference's time, with its quartiles. Rows of peak memory compare three pairs of " +
            $"processes; the endurance row is one process " +
            $"at several moments, with the least and the greatest ratio. " +
            $"Everything on one thread.\n");
        foreach (var group in results.Rows.GroupBy(r => r.From))
        {
            text.Append("\n| name | what | reference | ours | theirs | ratio | target | met |\n|---|---|---|---:|---:|---:|---:|---|\n");
            foreach (var row in group) text.Append(Line(row.Row));
            text.Append(MadeWith.Line(group.Key));
        }
        if (results.Rows.All(r => r.From.Device == "cpu")) text.Append("\nOn CUDA: not measured.\n");
        if (results.Missing.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nNot measured: {string.Join(", ", results.Missing.Select(m => $"`{m}`"))}.\n");
        }
        return text.ToString();
    }

    private static string Line(BenchmarkRow row)
    {
        var target = row.Target is { } limit ? string.Create(CultureInfo.InvariantCulture, $"<= {limit:0.00}") : "";
        var met = row.Met switch { true => "yes", false => "**no**", null => "" };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| `{row.Name}` | {row.What} | {row.Reference} | {row.Ours:0.0} {row.Unit} | " +
            $"{row.Theirs:0.0} {row.Unit} | {Text(row.Ratio)} | " +
            $"{target} | {met} |\n");
    }

    private static string Text(Ratio ratio) =>
        string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.000} ({ratio.Lower:0.000} to {ratio.Upper:0.000})");
}
