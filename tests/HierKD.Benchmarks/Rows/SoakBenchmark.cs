using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>The memory of a process after very many steps, against that of the same process after the first ones.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="What">What is done, in words.</param>
/// <param name="Network">One of <see cref="Workloads.Networks"/>.</param>
/// <param name="Work">One of <see cref="Workloads.WorkloadCatalog"/>.</param>
/// <param name="Target">The largest ratio.</param>
internal sealed record SoakBenchmark(string Name, string What, string Network, string Work, double Target) : Benchmark(Name, What)
{
    private const int Batch = 4;
    private const int First = 100;
    private const int Steps = 10_000;
    private const int Part = 1100;

    public override string? Lacks(BenchmarkSettings settings) =>
        settings.Device == "cpu" ? null : "--device cpu: a process is asked for its memory, not a GPU";

    public override BenchmarkRow Run(Pairing pairing, BenchmarkSettings settings)
    {
        using var process = WorkProcess.Ours(Work, Network, Batch, settings.Device);
        process.Round(First);
        var (before, live) = (process.Last.Memory, process.Last.LiveTensors);
        List<double> parts = [];
        for (var done = First; done < Steps; done += Part)
        {
            process.Round(Math.Min(Part, Steps - done));
            parts.Add(process.Last.Memory / (double)before);
        }
        var what =
            $"{What}, {Network}, batch {Batch}: memory after {Steps} steps; live tensors {live} before, {process.Last.LiveTensors} after";
        return new BenchmarkRow(
            Name, what, $"the same after {First}", new Ratio(parts[^1], parts.Min(), parts.Max()), Target, Mebibytes(process.Last.Memory),
            Mebibytes(before), "MiB");
    }

    private static double Mebibytes(long bytes) => bytes / (double)(1 << 20);
}
