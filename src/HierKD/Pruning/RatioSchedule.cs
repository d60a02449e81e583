using System.Globalization;

namespace HierKD;

/// <summary>How a level's ratio, of filters or of any other <see cref="Measure"/>, approaches its target during the joint phase.</summary>
/// <remarks>A progress of 0 is the start of the joint phase, 1 its end.</remarks>
public abstract record RatioSchedule
{
    private RatioSchedule(double reachedAt) => ReachedAt = reachedAt;

    /// <summary>The progress at which the target is reached, in [0, 1).</summary>
    public double ReachedAt { get; }

    /// <summary>The target from the start, as published: one-shot pruning.</summary>
    public static RatioSchedule Immediate { get; } = new AtOnce();

    /// <summary>
    /// A cubic ramp, <c>target * (1 - (1 - progress / reachedAt)^3)</c> (Zhu and Gupta, To prune, or not to prune, 2017): fast while there
    /// is redundancy, slow towards the end.
    /// </summary>
    /// <param name="reachedAt">The progress at which the target is reached, in (0, 1). Default 0.5.</param>
    public static RatioSchedule Cubic(double reachedAt = 0.5) => new CubicRamp(RequireMoment(reachedAt));

    /// <summary>A straight ramp, <c>target * progress / reachedAt</c>.</summary>
    /// <param name="reachedAt">The progress at which the target is reached, in (0, 1). Default 0.5.</param>
    public static RatioSchedule Linear(double reachedAt = 0.5) => new LinearRamp(RequireMoment(reachedAt));

    /// <summary>
    /// Iterative pruning: the straight ramp as a staircase. The n-th of <paramref name="steps"/> equal steps comes at
    /// <c>reachedAt * n / steps</c>; between them levels are trained as they are.
    /// </summary>
    /// <param name="steps">The number of steps, 1 or more.</param>
    /// <param name="reachedAt">The progress at which the last step is taken and the target reached, in (0, 1). Default 0.5.</param>
    public static RatioSchedule Steps(int steps, double reachedAt = 0.5) => steps >= 1
        ? new Staircase(steps, RequireMoment(reachedAt))
        : throw new ArgumentOutOfRangeException(nameof(steps), steps, $"steps is {steps}; it must be at least 1.");

    /// <summary>The ratio at a moment of the joint phase.</summary>
    /// <param name="target">The level's ratio.</param>
    /// <param name="progress">The moment, in [0, 1].</param>
    public double At(double target, double progress) => progress >= ReachedAt ? target : target * Rise(progress / ReachedAt);

    /// <summary>The part of the target at a part of the way, both in [0, 1].</summary>
    private protected abstract double Rise(double way);

    private static double RequireMoment(double reachedAt) => reachedAt is > 0 and < 1
        ? reachedAt
        : throw new ArgumentOutOfRangeException(
            nameof(reachedAt), reachedAt, string.Create(CultureInfo.InvariantCulture, $"reachedAt is {reachedAt}; it must be in (0, 1)."));

    private sealed record AtOnce() : RatioSchedule(0)
    {
        private protected override double Rise(double way) => 1;
    }

    private sealed record CubicRamp(double Moment) : RatioSchedule(Moment)
    {
        private protected override double Rise(double way) => 1 - Math.Pow(1 - way, 3);
    }

    private sealed record LinearRamp(double Moment) : RatioSchedule(Moment)
    {
        private protected override double Rise(double way) => way;
    }

    private sealed record Staircase(int Count, double Moment) : RatioSchedule(Moment)
    {
        /// <summary>So much less than a whole step is rounding.</summary>
        private const double Slack = 1e-9;

        private protected override double Rise(double way) => Math.Floor(way * Count + Slack) / Count;
    }
}
