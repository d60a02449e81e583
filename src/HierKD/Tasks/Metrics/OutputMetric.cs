using static TorchSharp.torch;

namespace HierKD;

/// <summary>A metric that looks at one of several outputs.</summary>
internal sealed class OutputMetric(int output, IMetric metric, int? target) : IMetric
{
    public string Name => metric.Name;

    public bool HigherIsBetter => metric.HigherIsBetter;

    public IMetricAccumulator Start() => new Accumulator(output, metric.Start(), target);

    private sealed class Accumulator(int output, IMetricAccumulator inner, int? target) : IMetricAccumulator
    {
        public double Value => inner.Value;

        public void Add(IReadOnlyList<Tensor> outputs, PruningBatch batch)
        {
            var own = target ?? (batch.Targets.Count == 1 ? 0 : batch.Targets.Count == outputs.Count ? output : batch.Targets.Count);
            if (output >= outputs.Count || own >= batch.Targets.Count)
            {
                throw new ArgumentException(
                    $"Metric.ForOutput names output {output}{(target is { } t ? $" and target {t}" : "")}; the model gives {outputs.Count} " +
                    $"outputs, and the batch {batch.Targets.Count} targets, counted from 0.",
                    nameof(outputs));
            }
            inner.Add([outputs[output]], new PruningBatch(batch.Inputs, [batch.Targets[own]], batch.Samples));
        }
    }
}
