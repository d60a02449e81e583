using HierKD.Benchmarks.Pairs;
using HierKD.Benchmarks.Workloads;

namespace HierKD.Benchmarks.Rows;

/// <summary>
/// The most memory that discovery takes, against so many times that of a forward pass of one sample and some MiB; what a process has before
/// it makes a network is not counted.
/// </summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Network">One of <see cref="LargeNetworks"/>.</param>
internal sealed record DiscoveryMemoryBenchmark(string Name, string Network) : Benchmark(Name, "discovery with verification: peak memory")
{
    private const int Runs = 3;
    private const int Times = 3;
    private const int More = 200;

    public override string? Lacks(BenchmarkSettings settings) => PeakMemory.Lacks(settings);

    public override BenchmarkRow Run(Pairing pairing, BenchmarkSettings settings)
    {
        var peaks = new PairedTimes([.. Enumerable.Range(0, Runs)
            .Select(_ => (Peak("discovery"), (Times * Peak("one-sample")) + More))]);
        return new BenchmarkRow(
            Name, $"{What}, {LargeNetworks.Says(Network)}", $"{Times} times a forward pass of one sample, and {More} MiB", peaks.Ratio(),
            Target: 1, peaks.Ours, peaks.Reference, "MiB");

        double Peak(string work) => PeakMemory.Of(work, Network, batch: 1, settings.Device, steps: 1);
    }
}
