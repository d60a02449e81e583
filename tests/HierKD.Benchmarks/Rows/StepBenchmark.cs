using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>A step of ours against another one, on the same network.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="What">What is done, in words.</param>
/// <param name="Network">One of <see cref="Workloads.Networks"/>.</param>
/// <param name="Work">Our side, one of <see cref="Workloads.WorkloadCatalog"/>.</param>
/// <param name="Reference">The other side's work here; PyTorch's training step if it is <see cref="PyTorch"/>.</param>
/// <param name="Target">The largest ratio, if there is one.</param>
internal sealed record StepBenchmark(
    string Name, string What, string Network, string Work, string Reference, double? Target) : Benchmark(Name, What)
{
    /// <summary>PyTorch as it is.</summary>
    public const string PyTorch = "PyTorch";

    /// <summary>The samples of a batch.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>What gives our side its memory; the reference has the system's.</summary>
    public Allocator Allocator { get; init; }

    /// <summary>Whether the other side's time is multiplied by how many times its multiply-adds ours has.</summary>
    public bool PerMultiplyAdd { get; init; }

    private bool AgainstPyTorch => Reference == PyTorch;

    public override string? Lacks(BenchmarkSettings settings) =>
        AgainstPyTorch && settings.Python is null ? "--python with the Python that has PyTorch"
        : Allocator == Allocator.System || settings.Device == "cpu" ? AllocatorLibrary.Lacks(Allocator) : "--device cpu";

    public override BenchmarkRow Run(Pairing pairing, BenchmarkSettings settings)
    {
        using var ours = WorkProcess.Ours(Work, Network, Batch, settings.Device, Allocator);
        using var theirs = AgainstPyTorch
            ? WorkProcess.PyTorch(settings.Python!, Network, Batch, settings.Device)
            : WorkProcess.Ours(Reference, Network, Batch, settings.Device);
        ours.RequireSameNetwork(theirs);
        var times = pairing.Run(ours, theirs);
        var factor = PerMultiplyAdd ? ours.Start.MultiplyAdds / theirs.Start.MultiplyAdds : 1;
        var reference = AgainstPyTorch
            ? theirs.Start.What
            : Reference + (PerMultiplyAdd ? FormattableString.Invariant($", times {factor:0.00} for the multiply-adds") : "");
        return new BenchmarkRow(
            Name, $"{What}, {Network}, batch {Batch}", reference, times.Ratio(factor), Target, 1000 * times.Ours,
            1000 * times.Reference * factor, "ms");
    }
}
