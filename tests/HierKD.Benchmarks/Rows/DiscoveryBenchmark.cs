using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>
/// Finding what can be removed and removing half of it, against Torch-Pruning's graph and pruning of the same network, or against a limit
/// in seconds.
/// </summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="What">What is done, in words.</param>
/// <param name="Work">Our side, one of <see cref="Workloads.WorkloadCatalog"/>.</param>
/// <param name="Limit">In seconds; against Torch-Pruning if <see langword="null"/>.</param>
internal sealed record DiscoveryBenchmark(string Name, string What, string Work, double? Limit = null) : Benchmark(Name, What)
{
    private const string Network = "resnet50";

    public override string? Lacks(BenchmarkSettings settings) =>
        Limit is null && settings.TorchPruning is null ? "--torch-pruning with the folder of its source" : null;

    public override BenchmarkRow Run(Pairing pairing, BenchmarkSettings settings)
    {
        using var ours = WorkProcess.Ours(Work, Network, batch: 1, settings.Device);
        if (Limit is { } limit)
        {
            var alone = new PairedTimes([.. Enumerable.Range(0, pairing.Rounds).Select(_ => (ours.Round(1)[0], limit))]);
            return new BenchmarkRow(Name, $"{What}, {Network} at 224x224", "a limit", alone.Ratio(), Target: 1, alone.Ours, limit, "s");
        }
        using var theirs = WorkProcess.TorchPruning(settings.Python!, settings.TorchPruning!, Network, settings.Device);
        ours.RequireSameNetwork(theirs);
        var times = pairing.Run(ours, theirs);
        return new BenchmarkRow(
            Name, $"{What}, {Network} at 224x224", theirs.Start.What, times.Ratio(), Target: null, times.Ours, times.Reference, "s");
    }
}
