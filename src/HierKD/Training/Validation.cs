using TorchSharp;

namespace HierKD;

/// <summary>A task's metric over the validation batches; what fails says at which of them.</summary>
internal sealed class Validation(WorkingModel working, PruningTask task, PruningData data)
{
    private readonly Evaluator _evaluator = new(working, task);

    public double Metric(IModelWeights weights, CancellationToken cancellation) =>
        _evaluator.Mean(data.ReadValidation(cancellation).Select(batch => batch.Use(() => Sum(weights, batch))));

    private (double Sum, long Samples) Sum(IModelWeights weights, TrainingBatch batch)
    {
        var sum = _evaluator.Sum(weights, batch.X, batch.Y, output =>
        {
            // Many a metric takes what is not finite for a wrong answer.
            if (!output.isfinite().all().ToBoolean() && batch.NotFinite() == "inputs")
            {
                throw new ArgumentException("Its inputs hold values that are not finite.");
            }
        });
        return double.IsNaN(sum.Sum)
            ? throw new InvalidOperationException($"{batch.Place}: the metric '{_evaluator.MetricName}' is not a number.")
            : sum;
    }
}
