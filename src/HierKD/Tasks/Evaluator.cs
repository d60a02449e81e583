using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Measures a task's metric over batches.</summary>
internal sealed class Evaluator(WorkingModel working, PruningTask task)
{
    public string MetricName => task.MetricName;

    /// <summary>The mean over the samples of all batches.</summary>
    public double Metric(IModelWeights weights, IEnumerable<(Tensor x, Tensor y)> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Mean(batches.Select(batch => Sum(weights, batch.x, batch.y)));
    }

    /// <summary>The metric of one batch, times its samples.</summary>
    public (double Sum, long Samples) Sum(IModelWeights weights, Tensor x, Tensor y, Action<Tensor>? look = null)
    {
        using var scope = NewDisposeScope();
        var device = working.Tensors[0].Tensor.device;
        var (input, target) = (x.to(device), y.to(device));
        var output = working.Evaluate(weights, () => working.Call(input));
        using var quiet = no_grad();
        look?.Invoke(output);
        task.RequireTarget(output, target);
        return (task.Metric(output, target) * input.shape[0], input.shape[0]);
    }

    /// <summary>The mean of what <see cref="Sum"/> gave for batches.</summary>
    public double Mean(IEnumerable<(double Sum, long Samples)> batches)
    {
        double sum = 0;
        long samples = 0;
        foreach (var batch in batches)
        {
            sum += batch.Sum;
            samples += batch.Samples;
        }
        if (samples == 0) throw new ArgumentException("There is no batch to measure on.", nameof(batches));
        return double.IsNaN(sum) ? throw new InvalidOperationException($"The metric '{MetricName}' is not a number.") : sum / samples;
    }
}
