using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Average precision of each label, and its mean over the labels that occur. It keeps every score until the end.</summary>
internal sealed class AveragePrecisionMetric(long ignoreIndex) : IMetric
{
    public string Name => "AP";

    public IMetricAccumulator Start() => new Accumulator(ignoreIndex);

    private sealed class Accumulator(long ignoreIndex) : IMetricAccumulator
    {
        private readonly List<List<(float Score, bool IsPositive)>> _labels = [];

        public double Value => _labels.Select(AveragePrecision).OfType<double>().DefaultIfEmpty(0).Average();

        public void Add(IReadOnlyList<Tensor> outputs, PruningBatch batch)
        {
            OneOfEach.Require(outputs, batch.Targets, nameof(Metric));
            var (output, y) = (outputs[0], batch.Targets[0]);
            MetricShape.RequireSame("AP", output, y);
            var labels = output.dim() < 2 ? 1 : (int)output.shape[1];
            while (_labels.Count < labels) _labels.Add([]);
            for (var label = 0; label < labels; label++)
            {
                var scores = Values(output, label);
                var targets = Values(y, label);
                for (var i = 0; i < scores.Length; i++)
                {
                    if (targets[i] != ignoreIndex) _labels[label].Add((scores[i], targets[i] > 0.5f));
                }
            }
        }

        private static float[] Values(Tensor all, int label)
        {
            using var scope = NewDisposeScope();
            var own = all.dim() < 2 ? all : all.select(1, label);
            return own.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        }

        private static double? AveragePrecision(List<(float Score, bool IsPositive)> answers)
        {
            var positives = answers.Count(a => a.IsPositive);
            if (positives == 0) return null;
            var (taken, right, sum) = (0, 0, 0.0);
            foreach (var same in answers.GroupBy(a => a.Score).OrderByDescending(g => g.Key))
            {
                var hits = same.Count(a => a.IsPositive);
                taken += same.Count();
                right += hits;
                sum += hits * ((double)right / taken);
            }
            return sum / positives;
        }
    }
}
