namespace HierKD;

/// <summary>One level of a <see cref="TeacherChain"/>.</summary>
/// <param name="Name">How the report calls it: <c>student</c>, <c>assistant 1</c>, …, <c>largest</c>.</param>
/// <param name="Ratio">The fraction of <paramref name="Measure"/> that the level does without, in [0, 1).</param>
/// <param name="Measure">What the ratio is a fraction of: of the removable filters, or of the whole model's parameters, multiply-adds or
/// latency. Default <see cref="Measure.Filters"/>.</param>
public sealed record ChainLevel(string Name, double Ratio, Measure Measure = Measure.Filters)
{
    /// <summary>The fraction of <see cref="Measure"/> that the level keeps.</summary>
    public double Keep => 1 - Ratio;

    /// <summary>
    /// What the level's loss is multiplied by when all levels are trained together; see <see cref="TeacherChain.Weighted"/>.
    /// </summary>
    /// <value>1 by default.</value>
    public double Weight { get; init; } = 1;
}
