using static TorchSharp.torch;

namespace HierKD;

/// <summary>The mean of a number of each batch, weighed with the batch's samples or what else counts there.</summary>
/// <param name="name">The metric's name.</param>
/// <param name="higherIsBetter">Whether a larger number is better.</param>
/// <param name="measure">A batch's mean, and how much it counts.</param>
internal sealed class MeanMetric(
    string name, bool higherIsBetter, Func<IReadOnlyList<Tensor>, PruningBatch, (double Mean, double Weight)> measure) : IMetric
{
    public string Name => name;

    public bool HigherIsBetter => higherIsBetter;

    public IMetricAccumulator Start() => new Accumulator(measure);

    internal sealed class Accumulator(Func<IReadOnlyList<Tensor>, PruningBatch, (double Mean, double Weight)> measure) : IPartialAccumulator
    {
        private double _sum;
        private double _weight;

        public double Value => _sum / _weight;

        public IReadOnlyList<double> Sums
        {
            get => [_sum, _weight];
            set => (_sum, _weight) = (value[0], value[1]);
        }

        public void Add(IReadOnlyList<Tensor> outputs, PruningBatch batch)
        {
            var (mean, weight) = measure(outputs, batch);
            // A batch of which nothing counts has a mean that is no number.
            if (weight == 0) return;
            _sum += mean * weight;
            _weight += weight;
        }
    }
}
