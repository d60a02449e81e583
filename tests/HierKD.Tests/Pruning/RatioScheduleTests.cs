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
    public void Cubic_rises_fast_and_then_slowly(double progress, double expected) =>
        Assert.Equal(expected, RatioSchedule.Cubic(0.5).At(0.8, progress), 12);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.125, 0.2)]
    [InlineData(0.25, 0.4)]
    [InlineData(0.5, 0.8)]
    [InlineData(0.9, 0.8)]
    public void Linear_rises_evenly(double progress, double expected) =>
        Assert.Equal(expected, RatioSchedule.Linear(0.5).At(0.8, progress), 12);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.14, 0)]
    [InlineData(0.15, 0.2)]
    [InlineData(0.29, 0.2)]
    [InlineData(0.3, 0.4)]
    [InlineData(0.45, 0.6)]
    [InlineData(0.59, 0.6)]
    [InlineData(0.6, 0.8)]
    [InlineData(1, 0.8)]
    public void Steps_rise_in_a_staircase(double progress, double expected) =>
        Assert.Equal(expected, RatioSchedule.Steps(4, 0.6).At(0.8, progress), 12);

    [Fact]
    public void One_step_is_one_shot_at_its_moment()
    {
        Assert.Equal(0, RatioSchedule.Steps(1, 0.5).At(0.8, 0.49));
        Assert.Equal(0.8, RatioSchedule.Steps(1, 0.5).At(0.8, 0.5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_staircase_without_steps_is_refused(int steps) =>
        Assert.Equal(steps, Assert.Throws<ArgumentOutOfRangeException>("steps", () => RatioSchedule.Steps(steps)).ActualValue);

    [Fact]
    public void Schedules_compare_by_what_they_do()
    {
        Assert.Equal(RatioSchedule.Steps(3), RatioSchedule.Steps(3, 0.5));
        Assert.NotEqual(RatioSchedule.Linear(), RatioSchedule.Cubic());
        Assert.NotEqual(RatioSchedule.Steps(3), RatioSchedule.Steps(4));
    }

    [Fact]
    public void Its_moment_is_known()
    {
        Assert.Equal(0, RatioSchedule.Immediate.ReachedAt);
        Assert.Equal(0.5, RatioSchedule.Cubic().ReachedAt);
        Assert.Equal(0.25, RatioSchedule.Cubic(0.25).ReachedAt);
        Assert.Equal(0.3, RatioSchedule.Linear(0.3).ReachedAt);
        Assert.Equal(0.7, RatioSchedule.Steps(2, 0.7).ReachedAt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void A_moment_outside_the_phase_is_refused(double reachedAt)
    {
        foreach (var make in new Func<RatioSchedule>[] { () =>
            RatioSchedule.Cubic(reachedAt), () => RatioSchedule.Linear(reachedAt), () => RatioSchedule.Steps(2, reachedAt) })
        {
            Assert.Equal(reachedAt, Assert.Throws<ArgumentOutOfRangeException>("reachedAt", make).ActualValue);
        }
    }
}
