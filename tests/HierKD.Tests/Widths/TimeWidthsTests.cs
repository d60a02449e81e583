using HierKD.Tests.Run;

namespace HierKD.Tests;

/// <summary>Widths by time in a session.</summary>
public sealed class TimeWidthsTests : ScopedTest
{
    [Theory]
    [MemberData(nameof(TestNetwork.All), MemberType = typeof(TestNetwork))]
    public void Levels_of_every_network_stay_nested_within_their_budget_and_compute(string network)
    {
        var described = TestNetwork.Named(network);
        using var model = described.Create(float32);
        var input = described.Input(float32);
        var largest = Pruner.GlobalThreshold().LargestRatio(FilterGraph.Discover(model, input, described.Options));
        var live = LiveTensors.Count;
        using var session = HierarchicalPruner.Start(model, input, new()
        {
            Chain = TeacherChain.Explicit(largest * 0.7, largest * 0.4),
            Scorer = Saliency.Magnitude(),
            Discovery = described.Options,
            Task = new PruningTask((y, _) => y.square().mean(), (y, _) => y.square().mean().ToDouble(), "loss", higherIsBetter: false),
            Distillation = new() { Weight = 0 },
        });
        session.ScoreOriginal(input, input);
        session.UpdateMasks();
        var choices = session.TimeWidths(input, new() { Tolerance = 0.2 });
        Assert.Equal(session.Levels.Reverse().Select(l => l.Name), choices.Select(c => c.Level));
        Assert.True(session.Levels[0].Mask.IsWithin(session.Levels[1].Mask));
        Assert.All(session.Levels, level =>
        {
            var choice = choices.Single(c => c.Level == level.Name);
            Assert.InRange(choice.TimedFilters, 0.8 * choice.ScoredFilters, Math.Max(
                choice.ScoredFilters, (1 - level.Plan.Ratio) * session.Graph.Filters));
            Assert.Equal(choice.IsTaken ? choice.TimedFilters : choice.ScoredFilters, level.Mask.Kept);
        });
        session.Finish(session.Student);
        model.eval();
        using (NewDisposeScope()) Assert.False(model.call(input).isnan().any().item<bool>());
        session.Dispose();
        // TorchSharp's MultiheadAttention leaves a tensor behind in every call.
        if (network != "multihead transformer") Assert.Equal(live, LiveTensors.Count);
    }

    [Fact]
    public void Faster_widths_are_taken_and_said_and_a_later_update_has_the_pruners_again()
    {
        using var model = new SessionModel();
        using var session = Start(model, new FakeClock());
        var before = session.Student.Mask;
        var choice = Assert.Single(session.TimeWidths(model.X, Wide));
        Assert.True(choice.IsTaken, $"{choice}");
        Assert.Equal(before.Kept, choice.ScoredFilters);
        Assert.Equal(session.Student.Mask.Kept, choice.TimedFilters);
        Assert.True(choice.Timed.MedianMilliseconds < choice.Scored.MedianMilliseconds);
        Assert.True(choice.Scored.MedianMilliseconds < choice.Whole.MedianMilliseconds);
        Assert.Equal((6L, session.Graph.Cost.MultiplyAdds(session.Student.Mask)), (choice.Timed.BatchSize, choice.TimedMultiplyAdds));
        Assert.NotEmpty(choice.Changes);
        Assert.All(choice.Changes, change => Assert.Equal(
            (before.KeptFilters(Group(change)).Length, session.Student.Mask.KeptFilters(Group(change)).Length),
            (change.Scored, change.Timed)));
        Assert.StartsWith("Widths of level 'student' by time: ", $"{choice}", StringComparison.Ordinal);
        session.UpdateMasks();
        Assert.True(session.Student.Mask.SameAs(before));

        FilterGroup Group(WidthChange change) => session.Graph.Groups.Single(g => g.Name == change.Group);
    }

    [Fact]
    public void What_is_not_faster_as_a_whole_is_not_taken()
    {
        using var model = new SessionModel();
        var clock = new FakeClock();
        using var session = Start(model, clock);
        var before = session.Student.Mask;
        clock.Reverse = true;
        var choice = Assert.Single(session.TimeWidths(model.X, Wide));
        Assert.False(choice.IsTaken);
        Assert.NotEmpty(choice.Changes);
        Assert.True(session.Student.Mask.SameAs(before));
        Assert.Contains("were not faster beyond the spread", $"{choice}", StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_found_where_nothing_may_be_given_up()
    {
        using var model = new SessionModel();
        using var session = Start(model, new FakeClock());
        var before = session.Student.Mask;
        var choice = Assert.Single(session.TimeWidths(model.X, new() { Tolerance = 0 }));
        Assert.Empty(choice.Changes);
        Assert.False(choice.IsTaken);
        Assert.Contains("none faster was found", $"{choice}", StringComparison.Ordinal);
        Assert.True(session.Student.Mask.SameAs(before));
    }

    [Fact]
    public void Groups_of_a_part_with_limits_do_not_become_narrower()
    {
        using var model = new SessionModel();
        using var session = Start(model, new FakeClock(), [new("features") { LargestRatio = 0.9 }]);
        var choice = Assert.Single(session.TimeWidths(model.X, Wide));
        Assert.All(
            choice.Changes.Where(change => change.Group.StartsWith("features", StringComparison.Ordinal)),
            change => Assert.True(change.Timed > change.Scored, $"{change}"));
    }

    [Fact]
    public void A_cancellation_leaves_the_masks()
    {
        using var model = new SessionModel();
        using var session = Start(model, new FakeClock());
        var before = session.Student.Mask;
        using var source = new CancellationTokenSource();
        source.Cancel();
        var live = LiveTensors.Count;
        Assert.Throws<OperationCanceledException>(() => session.TimeWidths(model.X, Wide, source.Token));
        Assert.Same(before, session.Student.Mask);
        Assert.Equal(live, LiveTensors.Count);
    }

    [Fact]
    public void A_checkpoint_knows_them()
    {
        using var model = new SessionModel();
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.checkpoint");
        try
        {
            IReadOnlyList<WidthChoice> choices;
            FilterMask mask;
            using (var session = Start(model, new FakeClock()))
            {
                choices = session.TimeWidths(model.X, Wide);
                mask = session.Student.Mask;
                SessionCheckpoint.Save(path, session);
            }
            using var other = Start(model, new FakeClock());
            SessionCheckpoint.Restore(path, other);
            Assert.True(other.Student.Mask.Kept == mask.Kept);
            var report = PruningReport.Of(other, model.X, [(model.X, model.Y)]);
            Assert.Equal($"{choices[0]}", $"{Assert.Single(report.Widths)}");
            Assert.Contains($"{choices[0]}", $"{report}", StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(-0.1, 60, "TimedWidths.Tolerance is -0.1; it must be in [0, 1).")]
    [InlineData(1, 60, "TimedWidths.Tolerance is 1; it must be in [0, 1).")]
    [InlineData(double.NaN, 60, "TimedWidths.Tolerance is NaN; it must be in [0, 1).")]
    [InlineData(0.1, 0, "TimedWidths.MostSeconds is 0; it must be above 0.")]
    [InlineData(0.1, double.PositiveInfinity, "TimedWidths.MostSeconds is Infinity; it must be above 0.")]
    public void Options_out_of_their_range_are_refused(double tolerance, double seconds, string says)
    {
        using var model = new SessionModel();
        using var session = Start(model, new FakeClock());
        var options = new TimedWidths { Tolerance = tolerance, MostSeconds = seconds };
        var failure = Assert.Throws<ArgumentException>("options", () => session.TimeWidths(model.X, options));
        Assert.StartsWith(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_that_the_model_does_not_accept_is_refused()
    {
        using var model = new SessionModel();
        using var session = Start(model, new FakeClock());
        Assert.Throws<ArgumentException>("exampleInput", () => session.TimeWidths(zeros(2, 5, 8, 8)));
    }

    private static TimedWidths Wide => new() { Tolerance = 0.3 };

    /// <summary>Of four convolutions' filters, one level keeps 60 %; a pass takes as long as they are many.</summary>
    private static PruningSession Start(SessionModel model, FakeClock clock, IReadOnlyCollection<PartLimit>? limits = null)
    {
        clock.Watch(model.Model, ("features.3", 1), ("features.7", 1), ("classifier.0", 1));
        var session = model.Start(new() { Chain = TeacherChain.Explicit(0.4), Limits = limits ?? [], Clock = clock });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        return session;
    }
}
