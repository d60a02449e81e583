using static TorchSharp.torch;

namespace HierKD;

/// <summary>A task's metric over the validation batches; what fails says at which of them.</summary>
internal sealed class Validation(WorkingModel working, PruningTask task, PruningData data)
{
    private readonly Evaluator _evaluator = new(working, task);

    /// <param name="weights">What is measured.</param>
    /// <param name="whose">What it is, and when, for messages.</param>
    /// <param name="cancellation">Ends it.</param>
    public double Metric(IModelWeights weights, string whose, CancellationToken cancellation) =>
        Measure(weights, whose, data.ReadValidation(cancellation));

    private double Measure(IModelWeights weights, string whose, IEnumerable<TrainingBatch> batches)
    {
        var accumulator = _evaluator.Start();
        BatchPlace? first = null;
        foreach (var batch in batches)
        {
            batch.Use(() =>
            {
                _evaluator.Add(accumulator, weights, batch.Batch, outputs => RequireFiniteInputs(outputs, batch));
                return true;
            });
            // Means stay what they are from the first batch on that is no number.
            if (accumulator is MeanMetric.Accumulator && double.IsNaN(accumulator.Value)) first ??= batch.Place;
        }
        var value = accumulator.Value;
        if (!double.IsNaN(value)) return value;
        throw new InvalidOperationException(
            $"{(first is null ? "The" : $"{first}: the")} metric '{task.Metric.Name}' of {whose} is not a number.");
    }

    private static void RequireFiniteInputs(Tensor[] outputs, TrainingBatch batch)
    {
        // Many a metric takes what is not finite for a wrong answer.
        if (!ModelAnswer.IsFinite(outputs) && batch.NotFinite() == "inputs")
        {
            throw new ArgumentException("Its inputs hold values that are not finite.");
        }
    }
}
