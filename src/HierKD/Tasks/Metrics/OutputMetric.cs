using static TorchSharp.torch;

namespace HierKD;

/// <summary>A metric that looks at one of several outputs.</summary>
internal sealed class OutputMetric(int output, IMetric metric, int? target) : IMetric
{
    public string Name => metric.Name;

    public bool HigherIsBetter => metric.HigherIsBetter;

    public IMetricAccumulator Start()
    {
        var inner = metric.Start() ?? throw new InvalidOperationException(
            $"The metric '{metric.Name}' gave no accumulator; IMetric.Start must return one.");
        return inner is IPartialAccumulator partial
            ? new PartialAccumulator(output, partial, target)
            : new Accumulator(output, inner, target);
    }

    private sealed class PartialAccumulator(int output, IPartialAccumulator inner, int? target)
        : Accumulator(output, inner, target), IPartialAccumulator
    {
        public IReadOnlyList<double> Sums
        {
            get => inner.Sums;
            set => inner.Sums = value;
        }
    }

    private class Accumulator(int output, IMetricAccumulator inner, int? target) : IMetricAccumulator
    {
        public double Value => inner.Value;

        public void Add(IReadOnlyList<Tensor> outputs, PruningBatch batch)
        {
            if (OutputTargets.PlaceOf(output, target, outputs.Count, batch.Targets.Count) is not { } own)
            {
                throw new ArgumentException(
                    $"The model gives {outputs.Count} outputs, and the batch {batch.Targets.Count} targets: say which target the metric " +
                    $"sees, Metric.ForOutput({output}, metric, target: …).",
                    nameof(outputs));
            }
            if (output >= outputs.Count || own >= batch.Targets.Count)
            {
                throw new ArgumentException(
                    $"Metric.ForOutput names output {output}{(target is { } t ? $" and target {t}" : "")}; the model gives " +
                    $"{outputs.Count} outputs, and the batch {batch.Targets.Count} targets, counted from 0.",
                    nameof(outputs));
            }
            inner.Add([outputs[output]], new PruningBatch(batch.Inputs, [batch.Targets[own]], batch.Samples));
        }
    }
}
