using System.Globalization;
using System.Text;
using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Report;

/// <summary>The results as a page.</summary>
internal static class PerformancePage
{
    public static string Of(PerformanceResults results, string file)
    {
        var text = new StringBuilder("# Performance\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Written by `./build.sh bench` from [{file}]({file}). Rows in milliseconds, and those with Torch-Pruning, are one run of two processes that take turns: the ratio is the median over the turns of ours to the reference's time, with its quartiles: *engine* on HierKD's own engine as it is, *portable* on the same without what only that engine does (tensors in huge pages of its own, `HIERKD_LIBTORCH_MEMORY=system`), which is what TorchSharp's packages can do as well. Rows of peak memory compare three pairs of processes; the endurance row is one process at several moments, with the least and the greatest ratio; `discovery-seconds` compares with a limit. ");
        text.Append("Everything on one thread.\n");
        foreach (var group in results.Rows.GroupBy(r => (r.From.Version, r.From.Engine, r.From.Machine, r.From.Cores, r.From.Device)))
        {
            text.Append("\n| name | what | reference | ours | theirs | engine | portable | target | met |\n|---|---|---|---:|---:|---:|---:|---:|---|\n");
            foreach (var row in group) text.Append(Line(row));
            var (version, engine, machine, cores, device) = group.Key;
            text.Append(CultureInfo.InvariantCulture, $"\nHierKD {version}, {engine}, {device}, {machine}, cores: {cores}.\n");
        }
        if (results.Rows.All(r => r.From.Device == "cpu")) text.Append("\nOn CUDA: not measured (`./build.sh cuda --libtorch FOLDER` measures these rows there).\n");
        if (results.Missing.Count > 0) text.Append(CultureInfo.InvariantCulture, $"\nNot measured: {string.Join(", ", results.Missing.Select(m => $"`{m}`"))}.\n");
        return text.ToString();
    }

    private static string Line(MeasuredRow measured)
    {
        var row = measured.Row;
        var target = row.Target is { } limit ? string.Create(CultureInfo.InvariantCulture, $"<= {limit:0.00}") : "";
        var portable = row.Portable is { } without ? Text(without) : measured.From.Engine.StartsWith("TorchSharp", StringComparison.Ordinal) ? Text(row.Ratio) : "";
        var engine = measured.From.Engine.StartsWith("TorchSharp", StringComparison.Ordinal) ? "" : Text(row.Ratio);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| `{row.Name}` | {row.What} | {row.Reference} | {row.Ours:0.0} {row.Unit} | {row.Theirs:0.0} {row.Unit} | {engine} | {portable} | {target} | {(row.Met is { } met ? met ? "yes" : "**no**" : "")} |\n");
    }

    private static string Text(Ratio ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.000} ({ratio.Lower:0.000} to {ratio.Upper:0.000})");
}
