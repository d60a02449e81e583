using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>
/// The most memory that steps of ours take, against steps of another kind; what a process has before it makes a network is not counted.
/// </summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="What">What is done, in words.</param>
/// <param name="Network">One of <see cref="Workloads.Networks"/>.</param>
/// <param name="Work">Our side, one of <see cref="Workloads.WorkloadCatalog"/>.</param>
/// <param name="Reference">The other side's.</param>
/// <param name="Target">The largest ratio, if there is one.</param>
internal sealed record MemoryBenchmark(
    string Name, string What, string Network, string Work, string Reference, double? Target) : Benchmark(Name, What)
{
    private const int Batch = 64;
    private const int Steps = 5;
    private const int Runs = 3;

    /// <summary>What gives our side its memory; the reference has the system's.</summary>
    public Allocator Allocator { get; init; }

    public override string? Lacks(BenchmarkSettings settings) => PeakMemory.Lacks(settings) ?? AllocatorLibrary.Lacks(Allocator);

    public override BenchmarkRow Run(Pairing pairing, BenchmarkSettings settings)
    {
        var peaks = new PairedTimes([.. Enumerable.Range(0, Runs)
            .Select(_ => (Peak(Work, Allocator), Peak(Reference, Allocator.System)))]);
        return new BenchmarkRow(
            Name, $"{What}, {Network}, batch {Batch}", Reference, peaks.Ratio(), Target, peaks.Ours, peaks.Reference, "MiB");

        double Peak(string work, Allocator allocator) => PeakMemory.Of(work, Network, Batch, settings.Device, Steps, allocator);
    }
}
