using TorchSharp.Modules;

namespace HierKD.Tests.Training;

/// <summary>The rate at moments of a phase, by hand, relative to the initial one.</summary>
public sealed class LearningRateScheduleTests : ScopedTest
{
    private const double Half = 0.5;

    public static TheoryData<LearningRateSchedule, double, double> Values => new()
    {
        { LearningRateSchedule.Cosine(), 0, 1 },
        { LearningRateSchedule.Cosine(), 2.5, 0.5 * (1 + Math.Sqrt(0.5)) },
        { LearningRateSchedule.Cosine(), 5, Half },
        { LearningRateSchedule.Cosine(), 10, 0 },
        // Two epochs of warm-up leave eight to the cosine.
        { LearningRateSchedule.Cosine(warmUpEpochs: 2), 0, 0 },
        { LearningRateSchedule.Cosine(warmUpEpochs: 2), 0.5, 0.25 },
        { LearningRateSchedule.Cosine(warmUpEpochs: 2), 2, 1 },
        { LearningRateSchedule.Cosine(warmUpEpochs: 2), 6, Half },
        { LearningRateSchedule.Cosine(warmUpEpochs: 0.5), 0.125, 0.25 },
        { LearningRateSchedule.CosineCycles(), 0, 1 },
        { LearningRateSchedule.CosineCycles(), 2.5, Half },
        { LearningRateSchedule.CosineCycles(), 5, 0.9 },
        { LearningRateSchedule.CosineCycles(), 7.5, 0.45 },
        { LearningRateSchedule.CosineCycles(epochs: 2, decay: 0.5), 1, Half },
        { LearningRateSchedule.CosineCycles(epochs: 2, decay: 0.5), 4, 0.25 },
        { LearningRateSchedule.CosineCycles(epochs: 2, decay: 0.5), 9, 0.03125 },
        { LearningRateSchedule.CosineCycles(epochs: 2, decay: 0.5, warmUpEpochs: 1), 0.75, 0.75 },
        { LearningRateSchedule.CosineCycles(epochs: 2, decay: 0.5, warmUpEpochs: 1), 3, Half },
        { LearningRateSchedule.Constant(), 0, 1 },
        { LearningRateSchedule.Constant(), 9.9, 1 },
        { LearningRateSchedule.Constant(warmUpEpochs: 4), 1, 0.25 },
        { LearningRateSchedule.Constant(warmUpEpochs: 4), 4, 1 },
        { LearningRateSchedule.Steps([0.5, 0.75]), 4.9, 1 },
        { LearningRateSchedule.Steps([0.5, 0.75]), 5, 0.1 },
        { LearningRateSchedule.Steps([0.5, 0.75], factor: 0.5), 8, 0.25 },
        { LearningRateSchedule.Of(at => 1 - at.Progress), 2.5, 0.75 },
        { LearningRateSchedule.Of(at => at.Epoch / at.Epochs / 2), 4, 0.2 },
        { LearningRateSchedule.From(o => optim.lr_scheduler.StepLR(o, 3, 0.5)), 2.9, 1 },
        { LearningRateSchedule.From(o => optim.lr_scheduler.StepLR(o, 3, 0.5)), 3, Half },
        { LearningRateSchedule.From(o => optim.lr_scheduler.StepLR(o, 3, 0.5)), 6.5, 0.25 },
        { LearningRateSchedule.From(o => optim.lr_scheduler.LambdaLR(o, epoch => 1.0 / (1 + epoch))), 3.5, 0.25 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void The_rate_is_as_by_hand(LearningRateSchedule schedule, double epoch, double factor)
    {
        using var optimizer = Optimizer();
        var rates = schedule.Start(optimizer, epochs: 10);
        rates.MoveTo(epoch);
        Assert.Equal(0.4 * factor, optimizer.ParamGroups.Single().LearningRate, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void The_way_to_a_position_does_not_matter(LearningRateSchedule schedule, double epoch, double factor)
    {
        using var optimizer = Optimizer();
        var rates = schedule.Start(optimizer, epochs: 10);
        foreach (var other in new[] { 0.1, 9.5, 1, 4.2, epoch }) rates.MoveTo(other);
        Assert.Equal(0.4 * factor, optimizer.ParamGroups.Single().LearningRate, 1e-12);
    }

    [Fact]
    public void Parameter_groups_keep_their_proportions()
    {
        foreach (var schedule in new[] { LearningRateSchedule.Cosine(
            1), LearningRateSchedule.CosineCycles(2), LearningRateSchedule.From(o => optim.lr_scheduler.ExponentialLR(o, 0.7)) })
        {
            using var first = nn.Linear(2, 2);
            using var second = nn.Linear(2, 2);
            using var optimizer = optim.SGD(
                [new SGD.ParamGroup(first.parameters(), 0.3), new SGD.ParamGroup(second.parameters(), 0.06)], learningRate: 1);
            var rates = schedule.Start(optimizer, epochs: 6);
            foreach (var epoch in new[] { 0.5, 1.25, 3, 4.75 })
            {
                rates.MoveTo(epoch);
                var groups = optimizer.ParamGroups.Select(g => g.LearningRate).ToArray();
                Assert.True(groups[1] > 0);
                Assert.Equal(5, groups[0] / groups[1], 1e-9);
            }
        }
    }

    [Fact]
    public void Bad_arguments_are_refused_with_their_value()
    {
        foreach (var bad in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            Refused("warmUpEpochs", bad, () => LearningRateSchedule.Cosine(bad));
            Refused("warmUpEpochs", bad, () => LearningRateSchedule.Constant(bad));
            Refused("warmUpEpochs", bad, () => LearningRateSchedule.CosineCycles(warmUpEpochs: bad));
            Refused("warmUpEpochs", bad, () => LearningRateSchedule.Steps([0.5], warmUpEpochs: bad));
        }
        foreach (var bad in new[] { 0, -0.5, 1.5, double.NaN })
        {
            Refused("decay", bad, () => LearningRateSchedule.CosineCycles(decay: bad));
            Refused("factor", bad, () => LearningRateSchedule.Steps([0.5], bad));
        }
        Refused("epochs", 0, () => LearningRateSchedule.CosineCycles(0));
        foreach (var moments in new double[][] { [], [0], [1], [0.5, 0.5], [0.6, 0.3], [double.NaN] })
        {
            Assert.Throws<ArgumentException>("at", () => LearningRateSchedule.Steps(moments));
        }
        Assert.Throws<ArgumentNullException>("at", () => LearningRateSchedule.Steps(null!));
        Assert.Throws<ArgumentNullException>("factor", () => LearningRateSchedule.Of(null!));
        Assert.Throws<ArgumentNullException>("scheduler", () => LearningRateSchedule.From(null!));

        static void Refused(string argument, double value, Func<LearningRateSchedule> make) =>
            Assert.Equal(value, Convert.ToDouble(
                Assert.Throws<ArgumentOutOfRangeException>(argument, make).ActualValue, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_position_outside_the_phase_is_refused()
    {
        using var optimizer = Optimizer();
        Assert.Throws<ArgumentOutOfRangeException>("epochs", () => LearningRateSchedule.Cosine().Start(optimizer, 0));
        var rates = LearningRateSchedule.Cosine().Start(optimizer, 3);
        Assert.Equal(3, rates.Epochs);
        foreach (var bad in new[] { -0.1, 3.1, double.NaN })
        {
            Assert.Equal(bad, Assert.Throws<ArgumentOutOfRangeException>("epoch", () => rates.MoveTo(bad)).ActualValue);
        }
        Assert.Throws<ArgumentNullException>("optimizer", () => LearningRateSchedule.Cosine().Start(null!, 3));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(double.PositiveInfinity)]
    public void A_function_that_returns_no_factor_is_refused_with_where_it_did(double factor)
    {
        using var optimizer = Optimizer();
        var rates = LearningRateSchedule.Of(_ => factor).Start(optimizer, 4);
        Assert.Contains(
            "after 2.5 of 4 epochs", Assert.Throws<InvalidOperationException>(() => rates.MoveTo(2.5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warm_up_as_long_as_the_phase_is_refused()
    {
        using var optimizer = Optimizer();
        var failure = Assert.Throws<ArgumentException>("epochs", () => LearningRateSchedule.Cosine(3).Start(optimizer, 3));
        Assert.Contains("takes 3 epochs, epochs is 3", failure.Message, StringComparison.Ordinal);
        LearningRateSchedule.Cosine(2.5).Start(optimizer, 3);
    }

    [Fact]
    public void A_scheduler_that_wants_a_metric_or_is_none_is_refused()
    {
        using var optimizer = Optimizer();
        var failure = Assert.Throws<ArgumentException>(
            "LearningRateSchedule", () => LearningRateSchedule.From(o => optim.lr_scheduler.ReduceLROnPlateau(o)).Start(optimizer, 3));
        Assert.Contains("wants a metric", failure.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => LearningRateSchedule.From(_ => null!).Start(optimizer, 3));
    }

    [Fact]
    public void It_says_what_it_is()
    {
        Assert.Equal("half a cosine", LearningRateSchedule.Cosine().ToString());
        Assert.Equal(
            "cosine cycles of 5 epochs, each 0.9 times the one before, after 1.5 epochs of warm-up",
            LearningRateSchedule.CosineCycles(warmUpEpochs: 1.5).ToString());
        Assert.Equal("times 0.1 at 0.5, 0.75 of the phase", LearningRateSchedule.Steps([0.5, 0.75]).ToString());
    }

    private static SGD Optimizer() => optim.SGD(nn.Linear(2, 2).parameters(), 0.4);
}
