// Measures HierKD side by side with what one would use instead.
using System.CommandLine.Invocation;
using System.Globalization;
using HierKD.Benchmarks;
using HierKD.Benchmarks.Pairs;
using HierKD.Benchmarks.Parts;
using HierKD.Benchmarks.Report;
using HierKD.Benchmarks.Rows;
using HierKD.Benchmarks.Workloads;
using HierKD.Models;
using HierKD.Samples;
using Spectre.Console;

HiddenCaches.Prepare();
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 220;
try
{
    var line = HierKD.Benchmarks.CommandLine.Create(Compare, Work, PartRun.Run).Parse(args);
    if (line.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
    return line.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is IOException or ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

int Compare(BenchmarkSettings settings)
{
    var chosen = BenchmarkCatalog.All
        .Where(b => settings.Names.Count == 0 || settings.Names.Any(n => b.Name.Contains(n, StringComparison.Ordinal)))
        .ToArray();
    if (chosen.Length == 0)
    {
        throw new ArgumentException(
            $"No comparison's name contains {string.Join(" or ", settings.Names)}; there are " +
            $"{string.Join(", ", BenchmarkCatalog.All.Select(b => b.Name))}.");
    }
    var results = PerformanceResults.Load(settings.Results);
    var from = Provenance.Of(threads: 1, settings.Device);
    foreach (var benchmark in chosen)
    {
        if (benchmark.Lacks(settings) is { } lacking)
        {
            Console.WriteLine($"{benchmark.Name}: left out, it takes {lacking}");
            continue;
        }
        var row = benchmark.Run(new Pairing(settings.Rounds, settings.Seconds), settings);
        Console.WriteLine(
            $"{row.Name}: {row.Ours:0.0} against {row.Theirs:0.0} {row.Unit}, ratio {row.Ratio.Median:0.000} ({row.Ratio.Lower:0.000} to " +
            $"{row.Ratio.Upper:0.000}){(row.Met == false ? $", target {row.Target:0.00} missed" : "")}");
        results.Add(new MeasuredRow(row, settings.Rounds, settings.CommandOf(benchmark), DateTime.UtcNow, from));
        results.Save(settings.Results);
    }
    return 0;
}

int Work(WorkSettings settings)
{
    set_num_threads(settings.Threads);
    manual_seed(1);
    // What libtorch takes by itself is there after its first tensor.
    using (rand(1))
    {
    }
    using var process = System.Diagnostics.Process.GetCurrentProcess();
    var bare = process.WorkingSet64;
    // A GPU goes on by itself.
    Action finish = settings.Device == "cuda" ? () => cuda.synchronize() : () => { };
    using var workload = WorkloadCatalog.Make(settings.Work, settings.Network, settings.Batch, device(settings.Device));
    return WorkLoop.Run(workload, bare, finish, Console.In, Console.Out);
}
