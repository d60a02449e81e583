using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>A plain training step against PyTorch's.</summary>
internal sealed class TrainingStep(string network, double target) : IBenchmark
{
    private const int Batch = 64;

    public string Name => $"step-{network}";

    public BenchmarkRow Run(Pairing pairing, string device)
    {
        using var ours = WorkProcess.Ours("dense", network, Batch, device);
        using var theirs = WorkProcess.PyTorch(network, Batch, device);
        if (ours.Start.Parameters != theirs.Start.Parameters)
        {
            throw new InvalidOperationException($"{network} has {ours.Start.Parameters} parameters here and {theirs.Start.Parameters} in pytorch/worker.py: they are not the same network.");
        }
        var times = pairing.Run(ours, theirs);
        return new BenchmarkRow(Name, $"training step of {network}, batch {Batch}", theirs.Start.What, times.Ratio(), target, AtLeast: false, 1000 * times.Ours, 1000 * times.Reference, "ms");
    }
}
