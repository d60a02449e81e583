using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>A step of a session with one level that keeps everything against the same step written by hand.</summary>
internal sealed class SessionOverhead(string network, double target) : IBenchmark
{
    private const int Batch = 64;

    public string Name => $"overhead-{network}";

    public BenchmarkRow Run(Pairing pairing, string device)
    {
        using var session = WorkProcess.Ours("session", network, Batch, device);
        using var dense = WorkProcess.Ours("dense", network, Batch, device);
        var times = pairing.Run(session, dense);
        return new BenchmarkRow(Name, $"step of a session with one whole level, {network}, batch {Batch}", "the same step without HierKD", times.Ratio(), target, AtLeast: false, 1000 * times.Ours, 1000 * times.Reference, "ms");
    }
}
