using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Measures forward passes in rounds that visit every candidate in turn, so that a drifting machine slows all of them alike.</summary>
internal static class LatencyMeter
{
    private const int WarmUps = 3;
    private const int Rounds = 15;

    public static IReadOnlyList<Latency> Measure(WorkingModel working, IReadOnlyList<IModelWeights> candidates, Tensor input)
    {
        var times = candidates.Select(_ => new List<double>()).ToArray();
        for (var round = -WarmUps; round < Rounds; round++)
        {
            for (var i = 0; i < candidates.Count; i++)
            {
                var time = working.Evaluate(candidates[i], () => Time(working, input));
                if (round >= 0) times[i].Add(time);
            }
        }
        return times.Select(t => Latency.Of(t, input.shape[0])).ToArray();
    }

    private static double Time(WorkingModel model, Tensor input)
    {
        using var scope = NewDisposeScope();
        var watch = Stopwatch.StartNew();
        // Reading a number waits for a GPU to finish.
        _ = model.Call(input).sum().ToDouble();
        return watch.Elapsed.TotalMilliseconds;
    }
}
