using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Estimates the running statistics of normalisation layers anew, for values that a model does not hold by itself.</summary>
internal static class Recalibration
{
    /// <summary>
    /// Runs the batches through the model while it holds the given values, which get the statistics; after an exception they have their old
    /// ones.
    /// </summary>
    public static void Run(WorkingModel working, IModelWeights weights, IEnumerable<IReadOnlyList<Tensor>> batches) =>
        working.Train(weights, () =>
    {
        using var quiet = no_grad();
        // As in training: those that the user holds in evaluation mode keep their statistics.
        var norms = working.Module.modules().OfType<NormBase>()
            .Where(n => n.training && n is { running_mean: not null, running_var: not null }).Distinct().ToArray();
        working.Module.eval();
        using var averages = new RunningAverages(norms);
        var any = false;
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            working.Call([.. batch.Select(t => t.to(working.Tensors[0].Tensor.device))]);
            any = true;
        }
        return any ? norms.Length : throw new ArgumentException("There is no batch to estimate running statistics on.", nameof(batches));
    });

    /// <summary>
    /// Puts norms into training mode and makes their statistics plain averages over all their calls; their momentum comes back with
    /// disposal.
    /// </summary>
    private sealed class RunningAverages : IDisposable
    {
        private readonly List<(NormBase Norm, double? Momentum, Action Unhook)> _norms = [];

        public RunningAverages(NormBase[] norms)
        {
            using var scope = NewDisposeScope();
            foreach (var norm in norms)
            {
                norm.running_mean!.zero_();
                norm.running_var!.fill_(1);
                norm.num_batches_tracked?.zero_();
                norm.train();
                var calls = 0;
                // A new value that weighs 1/k among k makes the average of all so far; instance norms know no cumulative average of their
                // own.
                var hook = norm.register_forward_pre_hook((_, input) =>
                {
                    norm.momentum = 1.0 / ++calls;
                    return input;
                });
                _norms.Add((norm, norm.momentum, hook.remove));
            }
        }

        public void Dispose()
        {
            foreach (var (norm, momentum, unhook) in _norms)
            {
                unhook();
                norm.momentum = momentum;
            }
        }
    }
}
