using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>A step of a session with one whole level, channels last and in bfloat16, against PyTorch's step with its defaults.</summary>
internal sealed class FastStep(string network, double target) : IBenchmark
{
    private const int Batch = 64;

    public string Name => $"fast-{network}";

    public BenchmarkRow Run(Pairing pairing, string device)
    {
        using var ours = WorkProcess.Ours("session-fast", network, Batch, device);
        using var theirs = WorkProcess.PyTorch(network, Batch, device);
        var times = pairing.Run(ours, theirs);
        return new BenchmarkRow(Name, $"training step of {network} with channels last and bfloat16, batch {Batch}", $"{theirs.Start.What}, as it comes", times.Ratio(), target, AtLeast: false, 1000 * times.Ours, 1000 * times.Reference, "ms");
    }
}
