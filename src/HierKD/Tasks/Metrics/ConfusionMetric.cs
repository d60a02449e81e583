using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A metric of how often each class, or label, was taken for what, over the whole data set.</summary>
internal sealed class ConfusionMetric(string name, long ignoreIndex, Func<Confusion, double> value) : IMetric
{
    public string Name => name;

    public IMetricAccumulator Start() => new Accumulator(name, ignoreIndex, value);

    private sealed class Accumulator(string name, long ignoreIndex, Func<Confusion, double> value) : IMetricAccumulator
    {
        private readonly Confusion _confusion = new();

        public double Value => value(_confusion);

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
            var pairs = (labels * classes + output.argmax(1).masked_select(counted)).bincount(weights: null, minlength: classes * classes)
                .reshape(classes, classes);
            if (ignoreIndex >= 0 && ignoreIndex < classes)
            {
                // What does not count is no class, also where it has the number of one.
                pairs.select(0, ignoreIndex).zero_();
                pairs.select(1, ignoreIndex).zero_();
            }
            _confusion.Add(Numbers(pairs.diagonal()), Numbers(pairs.sum(0)), Numbers(pairs.sum(1)));
        }

        private void AddAnswers(Tensor output, Tensor y)
        {
            var counted = y.ne(ignoreIndex);
            var (yes, positive) = (output.gt(0).logical_and(counted), y.gt(0.5).logical_and(counted));
            _confusion.Add(OfEachLabel(yes.logical_and(positive)), OfEachLabel(yes), OfEachLabel(positive));
        }

        /// <summary>How often, for each label: axis 1, or all of them where there is none.</summary>
        private static long[] OfEachLabel(Tensor all) =>
            Numbers(all.dim() < 2 ? all.sum().reshape(1) : all.transpose(0, 1).flatten(1).sum(1));

        private static long[] Numbers(Tensor counts) => counts.to(ScalarType.Int64).cpu().contiguous().data<long>().ToArray();
    }
}
