using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// How long a forward pass under a mask takes, as a fraction of the whole model's. Only the widths of the groups count, and each
/// combination is measured once.
/// </summary>
internal sealed class RelativeLatency(WorkingModel working, IReadOnlyList<Tensor> inputs, TimeProvider clock) : IDisposable
{
    private const int WarmUps = 2;
    private const int Rounds = 5;

    private readonly Tensor[] _inputs = ModelInputs.CopyTo(inputs, inputs[0].device);
    private readonly Dictionary<string, double> _known = [];

    public double Of(FilterMask mask)
    {
        if (mask.Kept == mask.Graph.Filters) return 1;
        var widths = string.Join(',', mask.Graph.Groups.Select(g => mask.KeptFilters(g).Length));
        if (!_known.TryGetValue(widths, out var latency)) _known[widths] = latency = Measure(mask);
        return latency;
    }

    public void Dispose() => new OwnedTensors(_inputs).Dispose();

    private double Measure(FilterMask mask)
    {
        using var scope = NewDisposeScope();
        using var cut =
            CutLevel.From("measured", working, Enumerable.Range(0, working.Tensors.Count).Select(working.Own.Dense).ToArray(), mask);
        var latencies = LatencyMeter.Measure(working, [working.Own, cut.Weights], _inputs, clock, Rounds, WarmUps);
        return latencies[1].MedianMilliseconds / latencies[0].MedianMilliseconds;
    }
}
