using TorchSharp;

namespace HierKD;

/// <summary>A task's metric over the validation batches; what fails says at which of them.</summary>
internal sealed class Validation(WorkingModel working, PruningTask task, PruningData data)
{
    private readonly Evaluator _evaluator = new(working, task);

    /// <param name="weights">What is measured.</param>
    /// <param name="whose">What it is, and when, for messages.</param>
    /// <param name="cancellation">Ends it.</param>
    public double Metric(IModelWeights weights, string whose, CancellationToken cancellation) =>
        _evaluator.Mean(data.ReadValidation(cancellation).Select(batch => batch.Use(() => Sum(weights, whose, batch))));

    private (double Sum, long Samples) Sum(IModelWeights weights, string whose, TrainingBatch batch)
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
            ? throw new InvalidOperationException($"{batch.Place}: the metric '{_evaluator.MetricName}' of {whose} is not a number.")
            : sum;
    }
}
