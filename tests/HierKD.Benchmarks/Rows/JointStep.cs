using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>A joint step of four levels against what its multiply-adds would take in a dense step.</summary>
/// <param name="network">The network.</param>
/// <param name="taught">Whether levels are taught; the original's forward pass counts as well then.</param>
/// <param name="target">The largest ratio.</param>
internal sealed class JointStep(string network, bool taught, double target) : IBenchmark
{
    private const int Batch = 64;

    public string Name => $"joint-{network}{(taught ? "" : "-untaught")}";

    public BenchmarkRow Run(Pairing pairing, string device)
    {
        using var joint = WorkProcess.Ours(taught ? "joint" : "joint-untaught", network, Batch, device);
        using var dense = WorkProcess.Ours("session", network, Batch, device);
        var times = pairing.Run(joint, dense);
        var factor = joint.Start.MultiplyAdds / dense.Start.MultiplyAdds;
        return new BenchmarkRow(
            Name, FormattableString.Invariant($"joint step of 4 levels (keep 1, .75, .5, .25 of the filters{(taught ? ", taught" : "")}), {network}, batch {Batch}, {factor:0.00} times a dense step's multiply-adds"),
            "a dense step times that", times.Ratio(factor), target, AtLeast: false, 1000 * times.Ours, 1000 * times.Reference * factor, "ms");
    }
}
