using HierKD.Benchmarks.Pairs;
using HierKD.Benchmarks.Workloads;

namespace HierKD.Benchmarks.Rows;

/// <summary>Finding what can be removed and removing half of it, against Torch-Pruning's graph and pruning of the same network.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="What">What is done, in words.</param>
/// <param name="Work">Our side, one of <see cref="WorkloadCatalog"/>.</param>
internal sealed record TorchPruningBenchmark(string Name, string What, string Work) : Benchmark(Name, What)
{
    private const string Network = "resnet50";

    public override string? Lacks(BenchmarkSettings settings) =>
        settings.TorchPruning is null ? "--torch-pruning with the folder of its source" : null;

    public override BenchmarkRow Run(Pairing pairing, BenchmarkSettings settings)
    {
        using var ours = WorkProcess.Ours(Work, Network, batch: 1, settings.Device);
        using var theirs = WorkProcess.TorchPruning(settings.Python!, settings.TorchPruning!, Network, settings.Device);
        ours.RequireSameNetwork(theirs);
        var times = pairing.Run(ours, theirs);
        return new BenchmarkRow(
            Name, $"{What}, {LargeNetworks.Says(Network)}", theirs.Start.What, times.Ratio(), Target: null, times.Ours, times.Reference,
            "s");
    }
}
