namespace HierKD;

/// <summary>What one level's pass gave.</summary>
/// <param name="Level">The level's name.</param>
/// <param name="Task">The task loss, unweighted.</param>
/// <param name="Distillation">The distillation loss, unweighted; 0 if its weight is 0.</param>
/// <param name="Total">The weighted sum that was minimised, multiplied with the level's <see cref="ChainLevel.Weight"/>.</param>
public sealed record LevelLoss(string Level, double Task, double Distillation, double Total)
{
    /// <summary>How far the level's gate gradients agree with those of the next larger level that was trained in the same step.</summary>
    /// <value><see langword="null"/> unless it was measured; always for the largest level, which has none above it.</value>
    public GradientAgreement? Agreement { get; init; }
}
