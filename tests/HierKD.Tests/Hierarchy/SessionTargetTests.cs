namespace HierKD.Tests;

/// <summary>
/// Levels with targets of parameters, multiply-adds and time. The model has 6, 8 and 10 removable filters, 1119 parameters and 25694
/// multiply-adds.
/// </summary>
public sealed class SessionTargetTests : ScopedTest
{
    private static readonly TeacherChain Chain = TeacherChain.Explicit(0.5, 0.3, 0);

    [Theory]
    [InlineData(Measure.Parameters)]
    [InlineData(Measure.MultiplyAdds)]
    public void Every_level_stays_within_its_share_and_one_filter_more_would_not(Measure measure)
    {
        using var model = new SessionModel();
        using var session = model.Start(
            new() { Chain = Chain.Of(measure), Scorer = new LastLayerFirst(), Pruner = Pruner.GlobalThreshold(ScoreNormalization.None) });
        session.Backward(model.X, model.Y);
        session.UpdateMasks();

        // Filters of the last layer go first, then those of the second: 36 and 64 parameters, or 35, 872 and at last 2592 multiply-adds
        // each.
        int[][] expected = measure == Measure.Parameters ? [[6, 3, 2], [6, 7, 2], [6, 8, 10]] : [[3, 2, 2], [5, 2, 2], [6, 8, 10]];
        Assert.Equal(expected, session.Levels.Select(l => BudgetGraphs.Widths(l.Mask)));
        long Cost(FilterMask mask) =>
            measure == Measure.Parameters ? session.Graph.Cost.Parameters(mask) : session.Graph.Cost.MultiplyAdds(mask);
        Assert.Equal(measure == Measure.Parameters ? [511L, 767, 1119] : [12406L, 17590, 25694], session.Levels.Select(l => Cost(l.Mask)));
        Assert.True(session.Levels[0].Mask.IsWithin(session.Levels[1].Mask));
    }

    [Fact]
    public void A_schedule_moves_the_share_of_the_measure()
    {
        using var model = new SessionModel();
        using var session = model.Start(new() { Chain = Chain.Of(Measure.MultiplyAdds) });
        session.Backward(model.X, model.Y);
        var before = long.MaxValue;
        foreach (var fraction in new[] { 0.2, 0.6, 1 })
        {
            session.UpdateMasks(fraction);
            foreach (var level in session.Levels)
            {
                Assert.True(session.Graph.Cost.MultiplyAdds(level.Mask) <= (1 - fraction * level.Plan.Ratio) * 25694);
            }
            var student = session.Graph.Cost.MultiplyAdds(session.Student.Mask);
            Assert.True(student < before);
            before = student;
        }
        session.UpdateMasks(0);
        Assert.All(session.Levels, l => Assert.Equal(24, l.Mask.Kept));
    }

    [Theory]
    // Two filters are left of each layer: 223 of 1119 parameters, 9814 of 25694 multiply-adds.
    [InlineData(Measure.Parameters, 0.9, "0.9 of the parameters", "is 0.8.")]
    [InlineData(Measure.MultiplyAdds, 0.62, "0.62 of the multiply-adds", "is 0.618.")]
    [InlineData(Measure.Filters, 0.8, "0.8 of the filters", "is 0.75.")]
    public void A_target_out_of_reach_is_refused_at_the_door_with_the_largest_within(
        Measure measure, double ratio, string asked, string largest)
    {
        using var model = new SessionModel();
        var snapshot = new ModelSnapshot(model.Model);
        var failure =
            Assert.Throws<ArgumentException>("options", () => model.Start(new() { Chain = TeacherChain.Explicit(ratio).Of(measure) }));
        Assert.Contains(asked, failure.Message, StringComparison.Ordinal);
        Assert.Contains(largest, failure.Message, StringComparison.Ordinal);
        snapshot.AssertUnchanged();
        model.Start(new()
        {
            Chain = TeacherChain.Explicit(double.Parse(largest[3..^1], System.Globalization.CultureInfo.InvariantCulture)).Of(measure)
        }).Dispose();
    }

    [Fact]
    public void A_pruner_whose_masks_stay_too_large_is_named_with_what_they_keep_and_no_mask_changes()
    {
        using var model = new SessionModel();
        using var session = model.Start(new() { Chain = Chain.Of(Measure.MultiplyAdds), Pruner = new Deceitful() });
        session.Backward(model.X, model.Y);
        var failure = Assert.Throws<InvalidOperationException>(() => session.UpdateMasks());
        Assert.Contains(
            "The pruner Deceitful keeps at least 1 of the multiply-adds in level 'assistant 1', which may have 0.7", failure.Message,
            StringComparison.Ordinal);
        Assert.All(session.Levels, l => Assert.Equal(24, l.Mask.Kept));
    }

    [Fact]
    public void Latency_is_measured_and_kept_within_its_share()
    {
        using var model = new SessionModel();
        var clock = new FakeClock();
        clock.Watch(model.Model, ("features.3", 1), ("features.7", 1), ("classifier.0", 1));
        using var session = model.Start(new() { Chain = Chain.Of(Measure.Latency), Clock = clock });
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        // A millisecond for each filter: 24, of which 70 and 50 % are 16.8 and 12.
        Assert.Equal([12, 16, 24], session.Levels.Select(l => l.Mask.Kept));
        Assert.True(session.Levels[0].Mask.IsWithin(session.Levels[1].Mask));
    }

    [Fact]
    public void Only_the_layers_that_take_time_have_to_go()
    {
        using var model = new SessionModel();
        var clock = new FakeClock();
        clock.Watch(model.Model, ("features.3", 0), ("classifier.0", 1));
        using var session = model.Start(new()
        {
            Chain = TeacherChain.Explicit(0.5).Of(Measure.Latency),
            Clock = clock,
            Scorer = new LastLayerFirst(),
            Pruner = Pruner.GlobalThreshold(ScoreNormalization.None),
        });
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        Assert.Equal([6, 8, 5], BudgetGraphs.Widths(session.Student.Mask));
    }

    [Fact]
    public void Widths_are_measured_once_and_few_of_them()
    {
        using var model = new SessionModel();
        var clock = new FakeClock();
        clock.Watch(model.Model, ("features.3", 1), ("features.7", 1), ("classifier.0", 1));
        using var session = model.Start(new() { Chain = Chain.Of(Measure.Latency), Clock = clock });
        session.Backward(model.X, model.Y);
        var before = clock.Passes;
        session.UpdateMasks();
        // Each measurement is seven passes of the whole model and seven of the smaller one.
        var passes = clock.Passes - before;
        Assert.Equal(0, passes % 14);
        Assert.InRange(passes / 14, 2, 18);
        var masks = session.Levels.Select(l => l.Mask).ToArray();
        session.UpdateMasks();
        Assert.Equal(passes, clock.Passes - before);
        Assert.All(masks.Zip(session.Levels), pair => Assert.True(pair.First.SameAs(pair.Second.Mask)));
    }

    [Fact]
    public void A_latency_out_of_reach_is_refused_at_the_door()
    {
        using var model = new SessionModel();
        var snapshot = new ModelSnapshot(model.Model);
        var clock = new FakeClock { Overhead = 76 };
        clock.Watch(model.Model, ("features.3", 1), ("features.7", 1), ("classifier.0", 1));
        // 100 ms at first, 82 with two filters in each layer.
        var failure = Assert.Throws<ArgumentException>(
            "options", () => model.Start(new() { Chain = TeacherChain.Explicit(0.2).Of(Measure.Latency), Clock = clock }));
        Assert.Contains("0.2 of the latency", failure.Message, StringComparison.Ordinal);
        Assert.Contains("is 0.18", failure.Message, StringComparison.Ordinal);
        snapshot.AssertUnchanged();
    }

    [Fact]
    public void A_machine_that_slows_smaller_models_down_later_does_not_end_the_training()
    {
        using var model = new SessionModel();
        var clock = new FakeClock();
        clock.Watch(model.Model, ("features.3", 1), ("features.7", 1), ("classifier.0", 1));
        using var session =
            model.Start(new() { Chain = TeacherChain.Explicit(0.7).Of(Measure.Latency), Pruner = new Widening(), Clock = clock });
        session.Backward(model.X, model.Y);
        clock.Drag = 100;
        session.UpdateMasks();
        Assert.Equal([3, 2, 2], BudgetGraphs.Widths(session.Student.Mask));
    }

    [Fact]
    public void The_model_is_the_users_own_after_a_measurement_and_the_example_may_be_gone()
    {
        using var model = new SessionModel();
        var clock = new FakeClock();
        clock.Watch(model.Model, ("features.3", 1));
        model.Model.train();
        var snapshot = new ModelSnapshot(model.Model);
        var example = model.X.clone();
        using (var session = HierarchicalPruner.Start(model.Model, example, new() { Chain = Chain.Of(Measure.Latency), Clock = clock }))
        {
            example.Dispose();
            session.Backward(model.X, model.Y);
            session.UpdateMasks();
            snapshot.AssertUnchanged(gradients: false);
            session.Backward(model.X, model.Y);
        }
        snapshot.AssertUnchanged();
    }

    /// <summary>Scores that rise within each layer, and fall by powers of ten from layer to layer.</summary>
    private sealed class LastLayerFirst : ISaliencyScorer
    {
        public GradientSource Source => GradientSource.Teacher;

        public ScoreAccumulation Accumulation => ScoreAccumulation.MovingAverage(0);

        public Tensor Score(FilterGroup group, LevelStep step) =>
            (arange(group.Filters, dtype: float32) + 100) * Math.Pow(10, -group.Index);
    }

    /// <summary>Removes filters when it is first asked, and none afterwards.</summary>
    private sealed class Deceitful : IPruner
    {
        private bool _asked;

        public FilterMask Select(FilterScores scores, double ratio)
        {
            if (_asked) return scores.Allowed;
            _asked = true;
            return Pruner.GlobalThreshold(minimumFilters: 1).Select(scores, ratio);
        }
    }

    /// <summary>
    /// Keeps two filters of each layer when it is first asked, and one more of the first layer afterwards, so that other widths are
    /// measured.
    /// </summary>
    private sealed class Widening : IPruner
    {
        private int _first = 2;

        public FilterMask Select(FilterScores scores, double ratio)
        {
            var first = _first;
            _first = 3;
            return FilterMask.Of(
                scores.Graph, scores.Graph.Groups.Select(g => Enumerable.Range(0, g.Filters).Select(f => f < (g.Index == 0 ? first : 2))));
        }
    }
}
