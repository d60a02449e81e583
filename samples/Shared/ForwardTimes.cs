using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Samples;

/// <summary>Times networks in turn, so that a machine that drifts slows all of them alike.</summary>
internal static class ForwardTimes
{
    private const int WarmUps = 3;
    private const int Rounds = 15;

    /// <summary>The forward pass of each network on an input, in evaluation mode.</summary>
    public static Latency[] Of(Tensor input, params nn.Module<Tensor, Tensor>[] models)
    {
        var times = models.Select(_ => new List<double>()).ToArray();
        foreach (var model in models) model.eval();
        for (var round = -WarmUps; round < Rounds; round++)
        {
            foreach (var (model, own) in models.Zip(times))
            {
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                var start = Stopwatch.GetTimestamp();
                // Reading a number waits for a GPU to finish.
                _ = model.call(input).sum().ToDouble();
                if (round >= 0) own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        return times.Select(all =>
        {
            var sorted = all.Order().ToArray();
            return new Latency(sorted[Rounds / 2], sorted[Rounds / 4], sorted[3 * Rounds / 4], input.shape[0]);
        }).ToArray();
    }
}
