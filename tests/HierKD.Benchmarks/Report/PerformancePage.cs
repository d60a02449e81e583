using System.Globalization;
using System.Text;

namespace HierKD.Benchmarks.Report;

/// <summary>The results as a page.</summary>
internal static class PerformancePage
{
    public static string Of(PerformanceResults results, string file)
    {
        var text = new StringBuilder("# Performance\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Written by `./build.sh bench` from [{file}]({file}). Rows in milliseconds, and those with Torch-Pruning, are one run of two processes that take turns: *ratio* is the median over the turns of ours to the reference's time, with its quartiles. Rows of peak memory compare three pairs of processes; the endurance row is one process at several moments, with the least and the greatest ratio; `discovery-seconds` compares with a limit. ");
        text.Append("Everything on one thread.\n");
        foreach (var group in results.Rows.GroupBy(r => (r.From.Version, r.From.Engine, r.From.Machine, r.From.Cores, r.From.Device)))
        {
            text.Append("\n| name | what | reference | ours | theirs | ratio | target | met |\n|---|---|---|---:|---:|---:|---:|---|\n");
            foreach (var row in group) text.Append(Line(row));
            var (version, engine, machine, cores, device) = group.Key;
            text.Append(CultureInfo.InvariantCulture, $"\nHierKD {version}, {engine}, {device}, {machine}, cores: {cores}.\n");
        }
        if (results.Missing.Count > 0) text.Append(CultureInfo.InvariantCulture, $"\nNot measured: {string.Join(", ", results.Missing.Select(m => $"`{m}`"))}.\n");
        return text.ToString();
    }

    private static string Line(MeasuredRow measured)
    {
        var row = measured.Row;
        var target = row.Target is { } limit ? string.Create(CultureInfo.InvariantCulture, $"<= {limit:0.00}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| `{row.Name}` | {row.What} | {row.Reference} | {row.Ours:0.0} {row.Unit} | {row.Theirs:0.0} {row.Unit} | {row.Ratio.Median:0.000} ({row.Ratio.Lower:0.000} to {row.Ratio.Upper:0.000}) | {target} | {(row.Met is { } met ? met ? "yes" : "**no**" : "")} |\n");
    }
}
