using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Measures a task's metric over batches.</summary>
internal sealed class Evaluator(WorkingModel working, PruningTask task)
{
    public double Metric(IModelWeights weights, IEnumerable<(Tensor x, Tensor y)> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        double sum = 0;
        long samples = 0;
        foreach (var (x, y) in batches)
        {
            using var scope = NewDisposeScope();
            var device = working.Tensors[0].Tensor.device;
            var (input, target) = (x.to(device), y.to(device));
            var output = working.Evaluate(weights, () => working.Call(input));
            using var quiet = no_grad();
            task.RequireTarget(output, target);
            sum += task.Metric(output, target) * input.shape[0];
            samples += input.shape[0];
        }
        if (samples == 0) throw new ArgumentException("There is no batch to measure on.", nameof(batches));
        return double.IsNaN(sum) ? throw new InvalidOperationException($"The metric '{task.MetricName}' is not a number.") : sum / samples;
    }
}
