namespace HierKD;

/// <summary>How a level's ratio, of filters or of any other <see cref="Measure"/>, approaches its target during the joint phase.</summary>
/// <remarks>A progress of 0 is the start of the joint phase, 1 its end.</remarks>
public sealed record RatioSchedule
{
    private RatioSchedule() { }

    /// <summary>The progress at which the target is reached, in [0, 1).</summary>
    public double ReachedAt { get; private init; }

    /// <summary>The target from the start, as published.</summary>
    public static RatioSchedule Immediate { get; } = new();

    /// <summary>
    /// A cubic ramp, <c>target * (1 - (1 - progress / reachedAt)^3)</c> (Zhu and Gupta, To prune, or not to prune, 2017): fast while there is redundancy, slow towards the end.
    /// </summary>
    /// <param name="reachedAt">The progress at which the target is reached, in (0, 1). Default 0.5.</param>
    public static RatioSchedule Cubic(double reachedAt = 0.5) => reachedAt is > 0 and < 1
        ? new RatioSchedule { ReachedAt = reachedAt }
        : throw new ArgumentOutOfRangeException(nameof(reachedAt), reachedAt, $"reachedAt is {reachedAt}; it must be in (0, 1).");

    /// <summary>The ratio at a moment of the joint phase.</summary>
    /// <param name="target">The level's ratio.</param>
    /// <param name="progress">The moment, in [0, 1].</param>
    public double At(double target, double progress) =>
        progress >= ReachedAt ? target : target * (1 - Math.Pow(1 - progress / ReachedAt, 3));
}
