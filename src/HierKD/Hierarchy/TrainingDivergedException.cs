using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;

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
    internal static void RequireFiniteStatistics(WorkingModel working, LevelLoss loss)
    {
        if (working.NotFiniteStatistics() is { } key)
        {
            throw new TrainingDivergedException(loss, $"the running statistics '{key}' of level '{loss.Level}' are not finite");
        }
    }

    /// <summary>A step after which no loss is computed can still ruin the weights.</summary>
    internal static void RequireFinite(IEnumerable<Parameter> parameters, LevelLoss loss)
    {
        using var scope = torch.NewDisposeScope();
        if (parameters.Any(p => !p.isfinite().all().ToBoolean())) throw new TrainingDivergedException(loss, "a weight is not finite");
    }
}
