using HierKD.Benchmarks.Pairs;
using HierKD.Benchmarks.Report;
using HierKD.Benchmarks.Rows;
using HierKD.Samples;

namespace HierKD.Benchmarks;

/// <summary>Measures the comparisons that are asked for, and keeps what came of them.</summary>
internal static class Comparison
{
    public static int Run(BenchmarkSettings settings)
    {
        foreach (var benchmark in Chosen(settings)) Measure(benchmark, settings);
        return 0;
    }

    /// <exception cref="ArgumentException">There is none.</exception>
    public static IReadOnlyList<Benchmark> Chosen(BenchmarkSettings settings)
    {
        var chosen = BenchmarkCatalog.All
            .Where(b => settings.Names.Count == 0 || settings.Names.Any(n => b.Name.Contains(n, StringComparison.Ordinal)))
            .ToArray();
        return chosen.Length > 0 ? chosen : throw new ArgumentException(
            $"No comparison's name contains {string.Join(" or ", settings.Names)}; there are " +
            $"{string.Join(", ", BenchmarkCatalog.All.Select(b => b.Name))}.");
    }

    /// <summary>Measures one; false if what it takes is not there.</summary>
    public static bool Measure(Benchmark benchmark, BenchmarkSettings settings)
    {
        if (benchmark.Lacks(settings) is { } lacking)
        {
            Console.WriteLine($"{benchmark.Name}: left out, it takes {lacking}");
            return false;
        }
        var row = benchmark.Run(new Pairing(settings.Rounds, settings.Seconds), settings);
        Console.WriteLine(
            $"{row.Name}: {row.Ours:0.0} against {row.Theirs:0.0} {row.Unit}, ratio {row.Ratio.Median:0.000} ({row.Ratio.Lower:0.000} to " +
            $"{row.Ratio.Upper:0.000}){(row.Met == false ? $", target {row.Target:0.00} missed" : "")}");
        var results = PerformanceResults.Load(settings.Results);
        results.Add(new MeasuredRow(
            row, settings.Rounds, settings.CommandOf(benchmark), DateTime.UtcNow, Provenance.Of(threads: 1, settings.Device)));
        results.Save(settings.Results);
        return true;
    }
}
