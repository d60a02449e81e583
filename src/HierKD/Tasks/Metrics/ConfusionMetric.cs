using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A metric of how often each class, or label, was taken for what, over the whole data set.</summary>
internal sealed class ConfusionMetric(string name, long ignoreIndex, Func<Confusion, double> value) : IMetric
{
    public string Name => name;

    public IMetricAccumulator Start() => new Accumulator(name, ignoreIndex, value);

    private sealed class Accumulator(string name, long ignoreIndex, Func<Confusion, double> value) : IPartialAccumulator
    {
        private readonly Confusion _confusion = new();

        public double Value => value(_confusion);

        public IReadOnlyList<double> Sums
        {
            get => _confusion.Counts;
            set => _confusion.Counts = value;
        }

        public void Add(IReadOnlyList<Tensor> outputs, PruningBatch batch)
        {
            OneOfEach.Require(outputs, batch.Targets, nameof(Metric));
            var (output, y) = (outputs[0], batch.Targets[0]);
            if (output.shape.SequenceEqual(y.shape)) AddAnswers(output, y);
            else if (MetricShape.AreClasses(output, y)) AddClasses(output, y);
            else throw MetricShape.Bad(name, output, y, "class indices [N, …] for logits [N, C, …], or 0 and 1 in the output's shape");
        }

        private void AddClasses(Tensor output, Tensor y)
        {
            var (classes, counted) = (output.shape[1], y.ne(ignoreIndex));
            var labels = y.masked_select(counted);
            if (y.dtype != ScalarType.Int64 || labels.numel() > 0 && (labels.min().ToInt64() < 0 || labels.max().ToInt64() >= classes))
            {
                throw new ArgumentException(
                    $"A label is none of the {classes} classes; the metric '{name}' needs int64 indices in [0, {classes}), or " +
                    $"{ignoreIndex} where nothing counts (ignoreIndex).",
                    nameof(y));
            }
            var pairs = (labels * classes + output.argmax(1).masked_select(counted)).bincount(weights: null, minlength: classes * classes)
                .reshape(classes, classes);
            var counts = new[] { pairs.diagonal(), pairs.sum(dim: 0), pairs.sum(dim: 1) }.Select(Numbers).ToArray();
            // What does not count is no class, also where it has the number of one.
            if (ignoreIndex >= 0 && ignoreIndex < classes) Array.ForEach(counts, of => of[ignoreIndex] = 0);
            _confusion.Add(counts[0], counts[1], counts[2]);
        }

        private void AddAnswers(Tensor output, Tensor y)
        {
            var counted = y.ne(ignoreIndex);
            var (yes, positive) = (output.gt(0).logical_and(counted), y.gt(0.5).logical_and(counted));
            _confusion.Add(OfEachLabel(yes.logical_and(positive)), OfEachLabel(yes), OfEachLabel(positive));
        }

        /// <summary>How often, for each label: axis 1, or all of them where there is none.</summary>
        private static long[] OfEachLabel(Tensor all) =>
            Numbers(all.dim() < 2 ? all.sum().reshape(1) : all.transpose(0, 1).flatten(1).sum(dim: 1));

        private static long[] Numbers(Tensor counts) => counts.to(ScalarType.Int64).cpu().contiguous().data<long>().ToArray();
    }
}
