using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The metrics that come with HierKD. They are of the whole data set; those that <c>Mean</c> makes are means over batches, weighed with
/// their samples.
/// </summary>
public static class Metric
{
    /// <summary>A metric of the caller's own: its mean over all samples.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="measure">From the model's only output <c>[N, …]</c> and the batch's only target to the mean over the batch's
    /// samples.</param>
    /// <param name="higherIsBetter">Whether a larger number is better. Default <see langword="true"/>.</param>
    public static IMetric Mean(string name, Func<Tensor, Tensor, double> measure, bool higherIsBetter = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(measure);
        return OfOne(name, higherIsBetter, (output, target) => (measure(output, target), double.NaN));
    }

    /// <summary>A metric of the caller's own for any number of outputs and targets: its mean over all samples.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="measure">From the model's outputs and the batch, on the model's device, to the mean over the batch's samples.</param>
    /// <param name="higherIsBetter">Whether a larger number is better. Default <see langword="true"/>.</param>
    public static IMetric Mean(string name, Func<IReadOnlyList<Tensor>, PruningBatch, double> measure, bool higherIsBetter = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(measure);
        return new MeanMetric(name, higherIsBetter, (outputs, batch) => (measure(outputs, batch), batch.Size));
    }

    /// <summary>
    /// The fraction of labels that are among the k largest logits: <c>[N, C]</c> or <c>[N, C, …]</c> for int64 labels <c>[N]</c> or
    /// <c>[N, …]</c>.
    /// </summary>
    /// <param name="k">How many guesses there are, 1 or more. Default 1.</param>
    /// <param name="ignoreIndex">The label of what does not count. Default -100.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public static IMetric TopK(int k = 1, long ignoreIndex = -100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var name = $"top-{k.ToString(CultureInfo.InvariantCulture)}";
        return OfOne(name, higherIsBetter: true, (output, y) =>
        {
            MetricShape.RequireClasses(name, output, y);
            var counted = y.ne(ignoreIndex);
            var guesses = k == 1 ? output.argmax(1, keepdim: true) : output.topk((int)Math.Min(k, output.shape[1]), 1).indexes;
            var right = guesses.eq(y.unsqueeze(1)).any(1).logical_and(counted).sum().ToInt64();
            var all = counted.sum().ToInt64();
            return (all == 0 ? 0 : (double)right / all, all);
        });
    }

    /// <summary>
    /// The mean over the classes of intersection over union, of all positions of the data set together: logits <c>[N, C, H, W]</c> for
    /// int64 labels <c>[N, H, W]</c>, or of other dimensions. A class that neither labels nor answers have does not count.
    /// </summary>
    /// <param name="ignoreIndex">The label of positions that do not count. Default -100.</param>
    public static IMetric MeanIoU(long ignoreIndex = -100) => new ConfusionMetric("mIoU", ignoreIndex, confusion => confusion.MeanIoU());

    /// <summary>
    /// The harmonic mean of precision and recall, over the whole data set: for logits <c>[N, C, …]</c> with int64 labels <c>[N, …]</c> the
    /// mean over the classes that occur; for logits with targets 0 or 1 of the same shape, of each label by itself (axis 1), and then the
    /// mean over those labels that occur. An answer is yes where the logit is above 0.
    /// </summary>
    /// <param name="ignoreIndex">The target of what does not count. Default -100.</param>
    public static IMetric F1(long ignoreIndex = -100) => new ConfusionMetric("F1", ignoreIndex, confusion => confusion.F1());

    /// <summary>The fraction of answers that are right: yes where the logit is above 0, for targets 0 or 1 of the same shape.</summary>
    /// <param name="ignoreIndex">The target of what does not count. Default -100.</param>
    public static IMetric BinaryAccuracy(long ignoreIndex = -100) => OfOne("accuracy", higherIsBetter: true, (output, y) =>
    {
        MetricShape.RequireSame("accuracy", output, y);
        var counted = y.ne(ignoreIndex);
        var right = output.gt(0).eq(y.gt(0.5)).logical_and(counted).sum().ToInt64();
        var all = counted.sum().ToInt64();
        return (all == 0 ? 0 : (double)right / all, all);
    });

    /// <summary>
    /// The area under the curve of precision over recall as a sum of steps (the precision at each positive, averaged), over the whole data
    /// set: of each label by itself (axis 1 of scores <c>[N, L]</c>, targets 0 or 1 of the same shape), and then the mean over those
    /// labels that occur. Scores that are equal are taken together.
    /// </summary>
    /// <param name="ignoreIndex">The target of what does not count. Default -100.</param>
    public static IMetric AveragePrecision(long ignoreIndex = -100) => new AveragePrecisionMetric(ignoreIndex);

    /// <summary>The mean squared difference of outputs and targets of the same shape; smaller is better.</summary>
    public static IMetric MeanSquaredError() => OfOne("mse", higherIsBetter: false, (output, y) =>
    {
        MetricShape.RequireSame("mse", output, y);
        return (nn.functional.mse_loss(output, y).ToDouble(), output.numel());
    });

    /// <summary>The mean absolute difference of outputs and targets of the same shape; smaller is better.</summary>
    public static IMetric MeanAbsoluteError() => OfOne("mae", higherIsBetter: false, (output, y) =>
    {
        MetricShape.RequireSame("mae", output, y);
        return ((output - y).abs().mean().ToDouble(), output.numel());
    });

    /// <summary>A metric for one of a model's outputs.</summary>
    /// <param name="output">Which output, from 0 on, in the order in which the model gives them.</param>
    /// <param name="metric">Looks at it alone.</param>
    /// <param name="target">Which of the batch's targets it sees. If <see langword="null"/>, the only one, or the one of the same number
    /// where there are as many targets as outputs.</param>
    /// <exception cref="ArgumentNullException"><paramref name="metric"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="output"/> or <paramref name="target"/> is negative.</exception>
    public static IMetric ForOutput(int output, IMetric metric, int? target = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        ArgumentNullException.ThrowIfNull(metric);
        if (target is { } index) ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(target));
        return new OutputMetric(output, metric, target);
    }

    /// <summary>A weight that is not a number stands for the batch's samples.</summary>
    private static MeanMetric OfOne(string name, bool higherIsBetter, Func<Tensor, Tensor, (double Mean, double Weight)> measure) =>
        new(name, higherIsBetter, (outputs, batch) =>
        {
            OneOfEach.Require(outputs, batch.Targets, nameof(Metric));
            var (mean, weight) = measure(outputs[0], batch.Targets[0]);
            return (mean, double.IsNaN(weight) ? batch.Size : weight);
        });
}
