using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>A training step of ours against another one, on the same network.</summary>
/// <param name="Name">What <c>./build.sh bench</c> calls it.</param>
/// <param name="What">What is done, in words.</param>
/// <param name="Network">One of <see cref="Workloads.Networks"/>.</param>
/// <param name="Work">Our side, one of <see cref="Workloads.WorkloadCatalog"/>.</param>
/// <param name="Reference">The other side's work here; PyTorch's step if <see langword="null"/>.</param>
/// <param name="Target">The largest ratio.</param>
internal sealed record StepBenchmark(string Name, string What, string Network, string Work, string? Reference, double Target)
{
    private const int Batch = 64;

    /// <summary>Whether the other side's time is multiplied by how many times its multiply-adds ours has.</summary>
    public bool PerMultiplyAdd { get; init; }

    public BenchmarkRow Run(Pairing pairing, string device)
    {
        using var ours = WorkProcess.Ours(Work, Network, Batch, device);
        using var theirs = Reference is null ? WorkProcess.PyTorch(Network, Batch, device) : WorkProcess.Ours(Reference, Network, Batch, device);
        if (ours.Start.Parameters != theirs.Start.Parameters)
        {
            throw new InvalidOperationException($"{Network} has {ours.Start.Parameters} parameters on one side and {theirs.Start.Parameters} on the other: they are not the same network.");
        }
        var times = pairing.Run(ours, theirs);
        var factor = PerMultiplyAdd ? ours.Start.MultiplyAdds / theirs.Start.MultiplyAdds : 1;
        var reference = $"{Reference ?? theirs.Start.What}{(PerMultiplyAdd ? FormattableString.Invariant($", times {factor:0.00} for the multiply-adds") : "")}";
        return new BenchmarkRow(Name, $"{What}, {Network}, batch {Batch}", reference, times.Ratio(factor), Target, AtLeast: false, 1000 * times.Ours, 1000 * times.Reference * factor, "ms");
    }
}
