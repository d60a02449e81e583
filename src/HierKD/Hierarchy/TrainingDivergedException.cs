using System.Globalization;
using TorchSharp;

namespace HierKD;

/// <summary>A loss, a gradient or a weight became NaN or infinite. The user's model is as it was before the session.</summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    internal TrainingDivergedException(LevelLoss loss, string what)
        : base(string.Create(CultureInfo.InvariantCulture,
            $"Training diverged: {what} (level '{loss.Level}': task loss {loss.Task}, distillation loss {loss.Distillation}). Lower the " +
            $"learning rate, and check the batches for values that are not finite.")) =>
                Loss = loss;

    /// <param name="cause">What is known of its cause.</param>
    /// <param name="failure">How it showed.</param>
    internal TrainingDivergedException(string cause, TrainingDivergedException failure)
        : base($"{cause} {failure.Message}", failure) => Loss = failure.Loss;

    internal TrainingDivergedException(string what)
        : base($"Training diverged: {what}. Lower the learning rate, and check the batches for values that are not finite.")
    {
    }

    /// <summary>The level's losses in the step in which it showed; <see langword="null"/> if it showed after the last step.</summary>
    public LevelLoss? Loss { get; }

    internal static void RequireFinite(LevelLoss loss)
    {
        if (!double.IsFinite(loss.Total))
        {
            throw new TrainingDivergedException(
                loss, string.Create(CultureInfo.InvariantCulture, $"the loss of level '{loss.Level}' is {loss.Total}"));
        }
    }

    /// <summary>A batch can ruin running statistics without a trace in the loss of the step itself.</summary>
    internal static void RequireFiniteStatistics(WorkingModel working, string level, LevelLoss? loss = null)
    {
        if (working.NotFiniteStatistics() is { } statistics) throw Of($"{statistics.Text} of level '{level}' are not finite", loss);
    }

    /// <summary>A finite loss may have gradients that are not.</summary>
    internal static void RequireFiniteGradients(WorkingModel working, LevelLoss loss)
    {
        if (working.NotFiniteGradient() is not { } tensor) return;
        throw new TrainingDivergedException(loss, $"the gradient of {tensor.Text} of level '{loss.Level}' is not finite");
    }

    /// <summary>A step after which no loss is computed can still ruin weights and buffers.</summary>
    /// <param name="working">The model.</param>
    /// <param name="level">The level's name.</param>
    /// <param name="values">Its values, one for each of the model's tensors.</param>
    /// <param name="loss">The last step's losses, if there was a step.</param>
    internal static void RequireFinite(WorkingModel working, string level, IReadOnlyList<torch.Tensor> values, LevelLoss? loss = null)
    {
        if (working.NotFinite(values) is not { } tensor) return;
        var what = $"{tensor.Text} of level '{level}' {(tensor.IsRunningStatistic ? "are" : "is")} not finite";
        throw Of(what, loss);
    }

    private static TrainingDivergedException Of(string what, LevelLoss? loss) => loss is null ? new(what) : new(loss, what);
}
