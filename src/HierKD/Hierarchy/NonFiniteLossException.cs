using System.Globalization;

namespace HierKD;

/// <summary>A loss became NaN or infinite. The user's model is as it was before the session.</summary>
public sealed class NonFiniteLossException : InvalidOperationException
{
    /// <summary>Says which loss of which level it was.</summary>
    /// <param name="loss">The level's losses.</param>
    public NonFiniteLossException(LevelLoss loss)
        : base(Describe(loss ?? throw new ArgumentNullException(nameof(loss)))) => Loss = loss;

    /// <summary>The level's losses.</summary>
    public LevelLoss Loss { get; }

    private static string Describe(LevelLoss loss) => string.Create(CultureInfo.InvariantCulture,
        $"The loss of level '{loss.Level}' is {loss.Total} (task {loss.Task}, distillation {loss.Distillation}): training diverged. Lower the learning rate, and check the batch for values that are not finite.");
}
