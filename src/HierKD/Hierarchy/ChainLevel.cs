namespace HierKD;

/// <summary>One level of a <see cref="TeacherChain"/>.</summary>
/// <param name="Name">How the report calls it: <c>student</c>, <c>assistant 1</c>, …, <c>largest</c>.</param>
/// <param name="Ratio">The fraction of the removable filters that the level does without, in [0, 1).</param>
public sealed record ChainLevel(string Name, double Ratio)
{
    /// <summary>The fraction of the removable filters that the level keeps.</summary>
    public double Keep => 1 - Ratio;
}
