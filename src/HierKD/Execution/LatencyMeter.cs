using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Measures forward passes in rounds that visit every candidate in turn, so that a drifting machine slows all of them alike.
/// </summary>
internal static class LatencyMeter
{
    public static IReadOnlyList<Latency> Measure(
        WorkingModel working, IReadOnlyList<IModelWeights> candidates, IReadOnlyList<Tensor> inputs, TimeProvider clock, int rounds,
        int warmUps = 3, CancellationToken cancellation = default) =>
        Times(working, candidates, inputs, clock, rounds, warmUps, cancellation)
            .Select(t => Latency.Of(t, ModelInputs.Samples(inputs))).ToArray();

    /// <summary>The times of each candidate, in milliseconds, round by round.</summary>
    public static IReadOnlyList<double>[] Times(
        WorkingModel working, IReadOnlyList<IModelWeights> candidates, IReadOnlyList<Tensor> inputs, TimeProvider clock, int rounds,
        int warmUps, CancellationToken cancellation)
    {
        var times = candidates.Select(_ => new List<double>()).ToArray();
        for (var round = -warmUps; round < rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < candidates.Count; i++)
            {
                var time = working.EvaluateAsGiven(candidates[i], () => Time(working, inputs, clock));
                if (round >= 0) times[i].Add(time);
            }
        }
        return [.. times];
    }

    private static double Time(WorkingModel model, IReadOnlyList<Tensor> inputs, TimeProvider clock)
    {
        using var scope = NewDisposeScope();
        var start = clock.GetTimestamp();
        // Reading a number waits for a GPU to finish.
        foreach (var output in model.Call(inputs)) _ = output.sum().ToDouble();
        return clock.GetElapsedTime(start).TotalMilliseconds;
    }
}
