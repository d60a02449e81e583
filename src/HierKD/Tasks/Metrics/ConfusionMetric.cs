using static TorchSharp.torch;

namespace HierKD;

/// <summary>A metric of how often each class, or label, was taken for what, over the whole data set.</summary>
internal sealed class ConfusionMetric(string name, long ignoreIndex, Func<Confusion, double> value) : IMetric
{
    public string Name => name;

    public IMetricAccumulator Start() => new Accumulator(ignoreIndex, value);

    private sealed class Accumulator(long ignoreIndex, Func<Confusion, double> value) : IMetricAccumulator
    {
        private readonly Confusion _confusion = new();

        public double Value => value(_confusion);

        public void Add(IReadOnlyList<Tensor> outputs, PruningBatch batch)
        {
            OneOfEach.Require(outputs, batch.Targets, nameof(Metric));
            var (output, y) = (outputs[0], batch.Targets[0]);
            if (output.shape.SequenceEqual(y.shape)) AddAnswers(output, y);
            else if (output.dim() >= 2 && y.shape.SequenceEqual([output.shape[0], .. output.shape[2..]])) AddClasses(output, y);
            else
            {
                throw new ArgumentException(
                    $"The target has shape {ModelInputs.Shape(y)}, the model's output {ModelInputs.Shape(output)}; the metric needs class " +
                    "indices [N, …] for logits [N, C, …], or 0 and 1 in the output's shape.",
                    nameof(outputs));
            }
        }

        private void AddClasses(Tensor output, Tensor y)
        {
            var (answers, counted) = (output.argmax(1), y.ne(ignoreIndex));
            for (var c = 0; c < output.shape[1]; c++)
            {
                _confusion.Add(c, answers.eq(c).logical_and(counted), y.eq(c).logical_and(counted));
            }
        }

        private void AddAnswers(Tensor output, Tensor y)
        {
            var counted = y.ne(ignoreIndex);
            var (yes, positive) = (output.gt(0).logical_and(counted), y.gt(0.5).logical_and(counted));
            var labels = output.dim() < 2 ? 1 : output.shape[1];
            for (var label = 0; label < labels; label++)
            {
                _confusion.Add(label, Of(yes, label), Of(positive, label));
            }
        }

        private static Tensor Of(Tensor all, int label) => all.dim() < 2 ? all : all.select(1, label);
    }
}
