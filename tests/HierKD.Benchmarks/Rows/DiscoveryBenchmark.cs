using HierKD.Benchmarks.Pairs;
using HierKD.Benchmarks.Workloads;

namespace HierKD.Benchmarks.Rows;

/// <summary>Finding what can be removed, verification included, in forward passes of one sample.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Network">One of <see cref="LargeNetworks"/>.</param>
/// <param name="Target">The most forward passes.</param>
internal sealed record DiscoveryBenchmark(string Name, string Network, double Target)
    : Benchmark(Name, "discovery with verification")
{
    public override BenchmarkRow Run(Pairing pairing, BenchmarkSettings settings)
    {
        using var ours = WorkProcess.Ours("discovery", Network, batch: 1, settings.Device);
        using var theirs = WorkProcess.Ours("one-sample", Network, batch: 1, settings.Device);
        ours.RequireSameNetwork(theirs);
        var times = pairing.Run(ours, theirs);
        return new BenchmarkRow(
            Name, $"{What}, {LargeNetworks.Says(Network)}", "a forward pass of one sample", times.Ratio(), Target, 1000 * times.Ours,
            1000 * times.Reference, "ms");
    }
}
