namespace HierKD.Tests;

public sealed class RatioScheduleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void Immediate_is_the_target_from_the_start(double progress) => Assert.Equal(0.8, RatioSchedule.Immediate.At(0.8, progress));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.125, 0.8 * (1 - 0.421875))]
    [InlineData(0.25, 0.8 * 0.875)]
    [InlineData(0.5, 0.8)]
    [InlineData(0.9, 0.8)]
    public void Cubic_rises_fast_and_then_slowly(double progress, double expected) => Assert.Equal(expected, RatioSchedule.Cubic(0.5).At(0.8, progress), 12);

    [Fact]
    public void Its_moment_is_known()
    {
        Assert.Equal(0, RatioSchedule.Immediate.ReachedAt);
        Assert.Equal(0.5, RatioSchedule.Cubic().ReachedAt);
        Assert.Equal(0.25, RatioSchedule.Cubic(0.25).ReachedAt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void A_moment_outside_the_phase_is_refused(double reachedAt) =>
        Assert.Equal(reachedAt, Assert.Throws<ArgumentOutOfRangeException>("reachedAt", () => RatioSchedule.Cubic(reachedAt)).ActualValue);
}
