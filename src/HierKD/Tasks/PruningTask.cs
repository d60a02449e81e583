using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What the model is for: the loss it is trained with and the metric it is judged by.</summary>
public sealed class PruningTask
{
    private readonly Action<IReadOnlyList<Tensor>, PruningBatch> _requireTarget;

    /// <summary>A task of the caller's own, of one output and one target, measured batch by batch.</summary>
    /// <param name="loss">From the model's output <c>[N, …]</c> and the batch's target to a scalar with a gradient, the mean over the
    /// batch.</param>
    /// <param name="metric">From the same to a number, the mean over the batch's samples; HierKD averages it over batches by their number
    /// of samples.</param>
    /// <param name="metricName">What reports call the metric.</param>
    /// <param name="higherIsBetter">Whether a larger number is better. Default <see langword="true"/>.</param>
    /// <param name="distillation">What levels learn from their teachers' outputs, see <see cref="DefaultDistillation"/>.</param>
    public PruningTask(
        Func<Tensor, Tensor, Tensor> loss, Func<Tensor, Tensor, double> metric, string metricName, bool higherIsBetter = true,
        IDistillationLoss? distillation = null)
        : this(loss, MeanOf(metric, metricName, higherIsBetter), distillation)
    {
    }

    /// <summary>A task of the caller's own, of one output and one target.</summary>
    /// <param name="loss">From the model's output <c>[N, …]</c> and the batch's target to a scalar with a gradient, the mean over the
    /// batch.</param>
    /// <param name="metric">What the model is judged by; <see cref="HierKD.Metric"/> has the usual ones.</param>
    /// <param name="distillation">What levels learn from their teachers' outputs, see <see cref="DefaultDistillation"/>.</param>
    public PruningTask(Func<Tensor, Tensor, Tensor> loss, IMetric metric, IDistillationLoss? distillation = null)
        : this(OfOne(loss), metric, distillation, (outputs, batch) => OneOfEach.Require(outputs, batch.Targets, "PruningTask"))
    {
    }

    /// <summary>A task of the caller's own, of any number of outputs and targets.</summary>
    /// <param name="loss">From the model's outputs and the batch, which lies on the model's device, to a scalar with a gradient, the mean
    /// over the batch.</param>
    /// <param name="metric">What the model is judged by; <see cref="HierKD.Metric.ForOutput"/> is for one of several outputs.</param>
    /// <param name="distillation">What levels learn from their teachers' outputs, see <see cref="DefaultDistillation"/>.</param>
    public PruningTask(
        Func<IReadOnlyList<Tensor>, PruningBatch, Tensor> loss, IMetric metric, IDistillationLoss? distillation = null)
        : this(loss, metric, distillation, (_, _) => { })
    {
    }

    private PruningTask(
        Func<IReadOnlyList<Tensor>, PruningBatch, Tensor> loss, IMetric metric, IDistillationLoss? distillation,
        Action<IReadOnlyList<Tensor>, PruningBatch> requireTarget)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentException.ThrowIfNullOrEmpty(metric.Name, nameof(metric));
        (Loss, Metric, DefaultDistillation, _requireTarget) = (loss, metric, distillation, requireTarget);
    }

    /// <summary>The task loss of a batch.</summary>
    public Func<IReadOnlyList<Tensor>, PruningBatch, Tensor> Loss { get; }

    /// <summary>What the model is judged by.</summary>
    public IMetric Metric { get; }

    /// <summary>What levels learn from their teachers' outputs unless <see cref="DistillationOptions.Loss"/> says otherwise.</summary>
    /// <value>
    /// <see langword="null"/> if it is chosen by the form of outputs and targets when the first batch is seen:
    /// <see cref="DistillationLoss.SoftTargets"/> where targets are class indices or distributions over axis 1,
    /// <see cref="DistillationLoss.BinarySoftTargets"/> where they are 0 or 1 for each output and outputs are logits,
    /// <see cref="DistillationLoss.LogitDistance"/> for everything else; for several outputs the sum of one for each. The log and the
    /// report of a run say which.
    /// </value>
    public IDistillationLoss? DefaultDistillation { get; }

    /// <summary>
    /// Classification, also of every position: cross-entropy, and top-1 accuracy (0 to 1) unless another metric is given. Outputs are
    /// logits <c>[N, C]</c>, or <c>[N, C, …]</c> for dense prediction; targets are int64 class indices <c>[N]</c>, or <c>[N, …]</c>, each
    /// in [0, C). Levels learn by <see cref="DistillationLoss.SoftTargets"/>.
    /// </summary>
    /// <param name="metric">What the model is judged by; <see cref="HierKD.Metric.TopK"/> with k = 1 if <see langword="null"/>.</param>
    /// <param name="ignoreIndex">The label of what counts neither in the loss nor in the metric. Default -100, as that of
    /// <c>functional.cross_entropy</c>; 255 is usual for segmentation.</param>
    /// <param name="classWeights">A weight for each of the C classes, 0 or more. Default <see langword="null"/>: all count alike.</param>
    /// <param name="labelSmoothing">How much of each label is spread over all classes, in [0, 1). Default 0.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is out of its range.</exception>
    public static PruningTask Classification(
        IMetric? metric = null, long ignoreIndex = -100, IReadOnlyList<double>? classWeights = null, double labelSmoothing = 0)
    {
        var weights = TaskWeights.Of(classWeights, nameof(classWeights));
        if (labelSmoothing is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(labelSmoothing), labelSmoothing,
                FormattableString.Invariant($"labelSmoothing is {labelSmoothing}; it must be in [0, 1)."));
        }
        var target = new ClassificationTarget(ignoreIndex, weights);
        return new(
            OfOne((output, y) => target.Loss(output, y, labelSmoothing)), metric ?? HierKD.Metric.TopK(1, ignoreIndex),
            DistillationLoss.SoftTargets(), target.Require)
        {
            Told = Tell(ignoreIndex, ("classWeights", weights.ToString()), ("labelSmoothing", labelSmoothing == 0 ? "" : labelSmoothing)),
        };
    }

    /// <summary>
    /// Segmentation: <see cref="Classification"/> of every position, judged by the mean intersection over union
    /// (<see cref="HierKD.Metric.MeanIoU"/>). Outputs are logits <c>[N, C, H, W]</c>, targets int64 class indices <c>[N, H, W]</c>.
    /// </summary>
    /// <param name="ignoreIndex">The label of positions that do not count. Default -100; 255 is usual.</param>
    /// <param name="classWeights">A weight for each of the C classes, 0 or more. Default <see langword="null"/>: all count alike.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    public static PruningTask Segmentation(long ignoreIndex = -100, IReadOnlyList<double>? classWeights = null) =>
        Classification(HierKD.Metric.MeanIoU(ignoreIndex), ignoreIndex, classWeights);

    /// <summary>
    /// A yes or a no for each output: binary cross-entropy of logits, and the fraction of right answers (0 to 1) unless another metric is
    /// given. Outputs are logits of any shape, such as <c>[N]</c>, <c>[N, 1]</c> or <c>[N, 1, H, W]</c>; targets have the same shape and
    /// are 0 or 1, or in between. Levels learn by <see cref="DistillationLoss.BinarySoftTargets"/>.
    /// </summary>
    /// <param name="metric">What the model is judged by; <see cref="HierKD.Metric.BinaryAccuracy"/> if <see langword="null"/>.</param>
    /// <param name="positiveWeight">How much a target of 1 counts against one of 0, positive. Default 1.</param>
    /// <param name="ignoreIndex">The target of what counts neither in the loss nor in the metric. Default -100.</param>
    /// <exception cref="ArgumentException"><paramref name="positiveWeight"/> is not positive and finite.</exception>
    public static PruningTask Binary(IMetric? metric = null, double positiveWeight = 1, long ignoreIndex = -100) =>
        Logistic(
            metric ?? HierKD.Metric.BinaryAccuracy(ignoreIndex), [positiveWeight], nameof(positiveWeight), ignoreIndex, isOneForAll: true);

    /// <summary>
    /// Several labels at once: binary cross-entropy of logits <c>[N, L]</c>, and the mean average precision over the labels (0 to 1) unless
    /// another metric is given. Targets are <c>[N, L]</c>, 0 or 1. Levels learn by <see cref="DistillationLoss.BinarySoftTargets"/>.
    /// </summary>
    /// <param name="metric">What the model is judged by; <see cref="HierKD.Metric.AveragePrecision"/> if <see langword="null"/>.</param>
    /// <param name="positiveWeights">How much a target of 1 counts against one of 0, for each of the L labels. Default
    /// <see langword="null"/>: as much.</param>
    /// <param name="ignoreIndex">The target of what counts neither in the loss nor in the metric. Default -100.</param>
    /// <exception cref="ArgumentException">A weight is not positive and finite.</exception>
    public static PruningTask MultiLabel(
        IMetric? metric = null, IReadOnlyList<double>? positiveWeights = null, long ignoreIndex = -100) =>
        Logistic(metric ?? HierKD.Metric.AveragePrecision(ignoreIndex), positiveWeights, nameof(positiveWeights), ignoreIndex);

    /// <summary>
    /// Regression: mean squared error as loss, and as metric unless another is given. Outputs and targets have the same shape and
    /// floating-point type. Levels learn by <see cref="DistillationLoss.LogitDistance"/>.
    /// </summary>
    /// <param name="metric">What the model is judged by; <see cref="HierKD.Metric.MeanSquaredError"/> if <see langword="null"/>.</param>
    public static PruningTask Regression(IMetric? metric = null) => new(
        OfOne((output, y) => nn.functional.mse_loss(output, y)),
        metric ?? HierKD.Metric.MeanSquaredError(), DistillationLoss.LogitDistance(), RegressionTarget.Require);

    /// <summary>The metric of a model as it is now, in evaluation mode and without gradients, for loops and tests of one's own.</summary>
    /// <param name="model">The model; its modes are afterwards what they were.</param>
    /// <param name="batches">The batches; moved to the model's device if need be, not disposed.</param>
    /// <param name="forward">
    /// Calls the model with a batch's inputs: <c>x =&gt; [model.call(x[0], x[1])]</c>. As its class says if <see langword="null"/>.
    /// </param>
    /// <exception cref="ArgumentException">How to call the model is not known, there is no batch, or one does not fit.</exception>
    public double Measure(
        nn.Module model, IEnumerable<PruningBatch> batches, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? forward = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batches);
        return Evaluator.Metric(model, ModelCall.Of(model, forward), this, batches);
    }

    /// <summary>The same over batches of one input and one target.</summary>
    /// <param name="model">The model; its modes are afterwards what they were.</param>
    /// <param name="batches">The batches; moved to the model's device if need be, not disposed.</param>
    /// <exception cref="ArgumentException">There is no batch, or one does not fit.</exception>
    public double Measure(nn.Module model, IEnumerable<(Tensor x, Tensor y)> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Measure(model, new PairBatches(batches));
    }

    /// <summary>What the task was given beside its metric, where that is not the default, for reports and checkpoints.</summary>
    internal string Told { get; private init; } = "";

    /// <summary>Whether one value of the metric is better than another.</summary>
    internal bool IsBetter(double value, double than) => Metric.HigherIsBetter ? value > than : value < than;

    /// <summary>Fails with an <see cref="ArgumentException"/> if a batch's targets do not fit the model's outputs.</summary>
    internal void RequireTarget(IReadOnlyList<Tensor> outputs, PruningBatch batch) => _requireTarget(outputs, batch);

    private static PruningTask Logistic(IMetric metric, IReadOnlyList<double>? positive, string argument, long ignoreIndex,
        bool isOneForAll = false)
    {
        var weights = TaskWeights.Positive(positive, argument, isOneForAll);
        var target = new LogisticTarget(ignoreIndex, weights);
        return new(OfOne(target.Loss), metric, DistillationLoss.BinarySoftTargets(), target.Require)
        {
            Told = Tell(ignoreIndex, (argument, weights.ToString())),
        };
    }

    private static string Tell(long ignoreIndex, params (string Name, object Value)[] given) => string.Join(", ", given
        .Prepend(("ignoreIndex", ignoreIndex == -100 ? "" : ignoreIndex))
        .Select(g => (g.Item1, Text: FormattableString.Invariant($"{g.Item2}")))
        .Where(g => g.Text.Length > 0)
        .Select(g => $"{g.Item1} {g.Text}"));

    private static IMetric MeanOf(Func<Tensor, Tensor, double> metric, string metricName, bool higherIsBetter)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentException.ThrowIfNullOrEmpty(metricName);
        return HierKD.Metric.Mean(metricName, metric, higherIsBetter);
    }

    private static Func<IReadOnlyList<Tensor>, PruningBatch, Tensor> OfOne(Func<Tensor, Tensor, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return (outputs, batch) => loss(outputs[0], batch.Targets[0]);
    }
}
