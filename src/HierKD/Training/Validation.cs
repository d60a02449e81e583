using static TorchSharp.torch;

namespace HierKD;

/// <summary>A task's metric over the validation batches; what fails says at which of them.</summary>
internal sealed class Validation(WorkingModel working, PruningTask task, PruningData data, Ranks ranks)
{
    private readonly Evaluator _evaluator = new(working, task);

    /// <param name="weights">What is measured.</param>
    /// <param name="whose">What it is, and when, for messages.</param>
    /// <param name="cancellation">Ends it.</param>
    public double Metric(IModelWeights weights, string whose, CancellationToken cancellation)
    {
        var accumulator = _evaluator.Start();
        if (!ranks.AreMany) return Required(accumulator, whose, Measure(accumulator, weights, data.ReadValidation(cancellation)));
        if (accumulator is IPartialAccumulator part)
        {
            var first = Measure(accumulator, weights, data.ReadPartOfValidation(cancellation));
            part.Sums = ranks.Sum([.. part.Sums], $"the metric of {whose}");
            return Required(accumulator, whose, first);
        }
        var value = Required(accumulator, whose, Measure(accumulator, weights, data.ReadValidation(cancellation)));
        return BitConverter.ToDouble(ranks.OfFirst(() => BitConverter.GetBytes(value), $"the metric of {whose}"));
    }

    /// <returns>The first batch of which a mean is no number.</returns>
    private BatchPlace? Measure(IMetricAccumulator accumulator, IModelWeights weights, IEnumerable<TrainingBatch> batches)
    {
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
        return first;
    }

    private double Required(IMetricAccumulator accumulator, string whose, BatchPlace? first)
    {
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
