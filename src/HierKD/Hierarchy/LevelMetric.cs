namespace HierKD;

/// <summary>A level's metric on the validation batches.</summary>
/// <param name="Level">The level's name.</param>
/// <param name="Metric">The metric.</param>
public sealed record LevelMetric(string Level, double Metric)
{
    /// <summary>
    /// In the joint phase, how far the level's gate gradients agreed with its teacher's in this epoch, on average over the steps in which
    /// masks may be updated.
    /// </summary>
    /// <value><see langword="null"/> for the largest level, and in other phases.</value>
    public GradientAgreement? Agreement { get; init; }
}
