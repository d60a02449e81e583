using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What the model is for: the loss it is trained with and the metric it is judged by.</summary>
public sealed class PruningTask
{
    private readonly Action<Tensor, Tensor> _requireTarget;

    /// <summary>A task of the caller's own.</summary>
    /// <param name="loss">From the model's output <c>[N, …]</c> and the batch's target to a scalar with a gradient, the mean over the
    /// batch.</param>
    /// <param name="metric">From the same to a number, the mean over the batch's samples; HierKD averages it over batches by their number
    /// of samples.</param>
    /// <param name="metricName">What reports call the metric.</param>
    /// <param name="higherIsBetter">Whether a larger number is better. Default <see langword="true"/>.</param>
    /// <param name="distillation">
    /// What levels learn from their teachers' outputs. If <see langword="null"/>, it is chosen by the form of outputs and targets when the
    /// first batch is seen: <see cref="DistillationLoss.SoftTargets"/> where targets are class indices or distributions over axis 1,
    /// <see cref="DistillationLoss.BinarySoftTargets"/> where they are 0 or 1 for each output and outputs are logits,
    /// <see cref="DistillationLoss.LogitDistance"/> for everything else. The log and the report of a run say which.
    /// </param>
    public PruningTask(
        Func<Tensor, Tensor, Tensor> loss, Func<Tensor, Tensor, double> metric, string metricName, bool higherIsBetter = true,
        IDistillationLoss? distillation = null)
        : this(loss, metric, metricName, higherIsBetter, distillation, (_, _) => { })
    {
    }

    private PruningTask(
        Func<Tensor, Tensor, Tensor> loss, Func<Tensor, Tensor, double> metric, string metricName, bool higherIsBetter,
        IDistillationLoss? distillation, Action<Tensor, Tensor> requireTarget)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentException.ThrowIfNullOrEmpty(metricName);
        Loss = loss;
        Metric = metric;
        MetricName = metricName;
        HigherIsBetter = higherIsBetter;
        DefaultDistillation = distillation;
        _requireTarget = requireTarget;
    }

    /// <summary>The task loss of a batch.</summary>
    public Func<Tensor, Tensor, Tensor> Loss { get; }

    /// <summary>The metric of a batch.</summary>
    public Func<Tensor, Tensor, double> Metric { get; }

    /// <summary>What reports call the metric.</summary>
    public string MetricName { get; }

    /// <summary>Whether a larger metric is better.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>What levels learn from their teachers' outputs unless <see cref="DistillationOptions.Loss"/> says otherwise.</summary>
    /// <value><see langword="null"/> if it is chosen by the form of outputs and targets.</value>
    public IDistillationLoss? DefaultDistillation { get; }

    /// <summary>
    /// Classification: cross-entropy and top-1 accuracy (0 to 1). Outputs are logits <c>[N, C]</c>, or <c>[N, C, …]</c> for dense
    /// prediction; targets are int64 class indices <c>[N]</c>, or <c>[N, …]</c>, each in [0, C).
    /// </summary>
    public static PruningTask Classification() => new(
        (output, y) => nn.functional.cross_entropy(output, y),
        (output, y) => output.argmax(1).eq(y).to(float32).mean().ToDouble(),
        "top-1", higherIsBetter: true, DistillationLoss.SoftTargets(), ClassificationTarget.Require);

    /// <summary>
    /// Regression: mean squared error as loss and metric. Outputs and targets have the same shape and floating-point type.
    /// </summary>
    public static PruningTask Regression() => new(
        (output, y) => nn.functional.mse_loss(output, y),
        (output, y) => nn.functional.mse_loss(output, y).ToDouble(),
        "mse", higherIsBetter: false, DistillationLoss.LogitDistance(), RequireSameForm);

    /// <summary>Whether one value of the metric is better than another.</summary>
    internal bool IsBetter(double value, double than) => HigherIsBetter ? value > than : value < than;

    /// <summary>Fails with an <see cref="ArgumentException"/> if a batch's target does not fit the model's output.</summary>
    internal void RequireTarget(Tensor output, Tensor y) => _requireTarget(output, y);

    private static void RequireSameForm(Tensor output, Tensor y)
    {
        if (output.dtype != y.dtype)
        {
            throw new ArgumentException(
                $"The target has dtype {y.dtype}, the model's output {output.dtype}; regression needs the same.", nameof(y));
        }
        if (output.shape.SequenceEqual(y.shape)) return;
        throw new ArgumentException(
            $"The target has shape [{string.Join(", ", y.shape)}], the model's output [{string.Join(", ", output.shape)}]; regression " +
            "compares them element by element.",
            nameof(y));
    }
}
