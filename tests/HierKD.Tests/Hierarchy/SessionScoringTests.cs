namespace HierKD.Tests;

/// <summary>Whose step a level's scores come from, and what masks become of them.</summary>
public sealed class SessionScoringTests : ScopedTest
{
    [Fact]
    public void With_the_cascaded_rule_a_levels_scores_come_from_its_teachers_step()
    {
        using var model = new SessionModel();
        var scorer = new RecordingScorer(GradientSource.Teacher);
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Scorer = scorer });
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        scorer.Calls.Clear();
        session.Backward(model.X, model.Y);

        var (assistant, largest) = (session.Levels[1].Mask.Kept, session.Levels[2].Mask.Kept);
        Assert.Equal((17, 24), (assistant, largest));
        Assert.Equal([.. Calls(session, largest), .. Calls(session, assistant)], scorer.Calls);
        // A filter that is on in the student's teacher is scored by its step; one that is off there keeps what it had.
        foreach (var group in session.Graph.Groups)
        {
            var student = session.Levels[0].Scores.Read(session.Levels[0].Mask)[group];
            Assert.Equal(session.Levels[1].Mask[group].Select(on => on ? 17f : 24f), student);
            Assert.All(session.Levels[1].Scores.Read(session.Levels[1].Mask)[group], s => Assert.Equal(24f, s));
        }
    }

    [Fact]
    public void With_the_cascaded_rule_a_largest_level_that_is_pruned_is_scored_by_the_original()
    {
        using var model = new SessionModel();
        var scorer = new RecordingScorer(GradientSource.Teacher);
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3), Scorer = scorer });
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        scorer.Calls.Clear();
        session.Backward(model.X, model.Y);
        Assert.Equal([.. Calls(session, 24), .. Calls(session, 17)], scorer.Calls);
    }

    [Fact]
    public void With_the_plain_rule_every_pruned_level_is_scored_by_its_own_step()
    {
        using var model = new SessionModel();
        var scorer = new RecordingScorer(GradientSource.OwnLevel);
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Scorer = scorer });
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        scorer.Calls.Clear();
        session.Backward(model.X, model.Y);
        Assert.Equal([.. Calls(session, 17), .. Calls(session, session.Student.Mask.Kept)], scorer.Calls);
        Assert.Equal(10, session.Student.Mask.Kept);
    }

    [Fact]
    public void A_filter_that_is_off_comes_back_with_the_cascaded_rule()
    {
        using var model = new SessionModel();
        var scorer = new Favourite();
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.5, 0), Scorer = scorer });
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        Assert.True(session.Student.Mask[session.Graph.Groups[1]][0]);
        Assert.False(session.Student.Mask[session.Graph.Groups[1]][7]);
        scorer.PreferLast = true;
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        Assert.False(session.Student.Mask[session.Graph.Groups[1]][0]);
        Assert.True(session.Student.Mask[session.Graph.Groups[1]][7]);
    }

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void With_the_plain_rule_a_filter_that_is_off_is_scored_in_masked_execution_alone(LevelExecution execution)
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session = model.Start(new()
        {
            Chain = TeacherChain.Explicit(0.5),
            Execution = execution,
            Distillation = new() { Weight = 0 },
            Scorer = Saliency.GateGradient(ScoreAccumulation.MovingAverage(0)),
        });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        var before = session.Student.Scores.Read(session.Student.Mask);
        session.Backward(model.X, model.Y);
        var after = session.Student.Scores.Read(session.Student.Mask);

        using var plain = new SessionModel(ScalarType.Float64);
        plain.Model.train();
        var gates = new ConsumerGates(plain.Model, session.Graph, ConsumerGates.Of(session.Student.Mask));
        nn.functional.cross_entropy(plain.Model.call(plain.X), plain.Y).backward();
        foreach (var group in session.Graph.Groups)
        {
            var expected = TensorAssert.Values(gates.Gates[group.Index].grad!.abs());
            for (var f = 0; f < group.Filters; f++)
            {
                if (session.Student.Mask[group][f] || execution == LevelExecution.Masked) Assert.Equal(expected[f], after[group][f], 1e-5);
                else Assert.Equal(before[group][f], after[group][f]);
            }
        }
    }

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void A_filter_does_not_come_back_because_the_scores_of_those_that_are_on_have_fallen(LevelExecution execution)
    {
        using var model = new SessionModel();
        var scorer = new Fading();
        using var session =
            model.Start(new() { Chain = TeacherChain.Explicit(0.5), Execution = execution, Scorer = scorer, Pruner = Pruner.PerLayer() });
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        var before = session.Student.Mask;
        scorer.Scale = 0.01f;
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        Assert.True(before.SameAs(session.Student.Mask));
        // A level that may grow takes the best of those that went off.
        session.UpdateMasks(0.5);
        foreach (var group in session.Graph.Groups)
        {
            var keep = (int)Math.Round(0.75 * group.Filters);
            Assert.Equal(Enumerable.Range(group.Filters - keep, keep), session.Student.Mask.KeptFilters(group));
        }
    }

    [Fact]
    public void The_original_scores_every_level_by_the_task_alone()
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session = model.Start();
        session.ScoreOriginal(model.X, model.Y);
        model.Model.eval();
        var gates = new ConsumerGates(model.Model, session.Graph, ConsumerGates.Of(FilterMask.Full(session.Graph)));
        nn.functional.cross_entropy(model.Model.call(model.X), model.Y).backward();
        foreach (var level in session.Levels)
        {
            var scores = level.Scores.Read(level.Mask);
            foreach (var group in session.Graph.Groups)
            {
                TensorAssert.Close(
                    gates.Gates[group.Index].grad!.abs(), tensor(scores[group].Select(s => (double)s).ToArray()), 1e-6, group.Name);
            }
        }
        Assert.All(session.Parameters(), p => Assert.Null(p.grad));
    }

    [Fact]
    public void Masks_have_their_ratios_are_nested_and_grow_with_the_fraction()
    {
        using var model = new SessionModel();
        using var session = model.Start();
        session.Backward(model.X, model.Y);
        session.UpdateMasks(0.5);
        Assert.Equal([24 - 7, 24 - 4, 24], session.Levels.Select(l => l.Mask.Kept));
        session.UpdateMasks();
        Assert.Equal([24 - 14, 24 - 7, 24], session.Levels.Select(l => l.Mask.Kept));
        Assert.True(session.Levels[0].Mask.IsWithin(session.Levels[1].Mask));
        session.UpdateMasks(0);
        Assert.All(session.Levels, l => Assert.Equal(24, l.Mask.Kept));
    }

    [Fact]
    public void Masks_need_scores_and_a_fraction()
    {
        using var model = new SessionModel();
        using var session = model.Start();
        Assert.Contains(
            "no scores yet", Assert.Throws<InvalidOperationException>(() => session.UpdateMasks()).Message, StringComparison.Ordinal);
        foreach (var fraction in new[] { -0.1, 1.1, double.NaN })
        {
            Assert.Equal(fraction, Assert.Throws<ArgumentOutOfRangeException>("fraction", () => session.UpdateMasks(fraction)).ActualValue);
        }
    }

    [Fact]
    public void A_pruner_that_turns_on_what_the_teacher_has_off_is_refused()
    {
        using var model = new SessionModel();
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Pruner = new Contrary() });
        session.Backward(model.X, model.Y);
        var failure = Assert.Throws<InvalidOperationException>(() => session.UpdateMasks());
        Assert.Contains("Contrary turned a filter of level 'student' on", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratio_that_the_pruner_cannot_reach_is_refused_at_the_door()
    {
        using var model = new SessionModel();
        var snapshot = new ModelSnapshot(model.Model);
        var failure = Assert.Throws<ArgumentException>("options", () => model.Start(new() { Chain = TeacherChain.Explicit(0.8) }));
        Assert.Contains("0.8", failure.Message, StringComparison.Ordinal);
        Assert.Contains("0.75", failure.Message, StringComparison.Ordinal);
        snapshot.AssertUnchanged();
    }

    private static IEnumerable<(string, int)> Calls(PruningSession session, int kept) => session.Graph.Groups.Select(g => (g.Name, kept));

    /// <summary>Later filters matter more; all of them less and less.</summary>
    private sealed class Fading : ISaliencyScorer
    {
        public float Scale { get; set; } = 1;

        public ScoreAccumulation Accumulation => ScoreAccumulation.Latest;

        public Tensor Score(FilterGroup group, LevelStep step) =>
            tensor(step.Scored.KeptFilters(group).Select(f => (f + 1) * Scale).ToArray());
    }

    private sealed class Favourite : ISaliencyScorer
    {
        public bool PreferLast { get; set; }

        public GradientSource Source => GradientSource.Teacher;

        public ScoreAccumulation Accumulation => ScoreAccumulation.MovingAverage(0);

        public Tensor Score(FilterGroup group, LevelStep step) =>
            PreferLast ? arange(group.Filters, dtype: float32) : group.Filters - arange(group.Filters, dtype: float32);
    }

    [Fact]
    public void A_pruner_that_throws_for_one_level_changes_no_mask()
    {
        using var model = new SessionModel();
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Pruner = new FailsForTheStudent() });
        session.Backward(model.X, model.Y);
        Assert.Throws<NotSupportedException>(() => session.UpdateMasks());
        Assert.All(session.Levels, level => Assert.Equal(session.Graph.Filters, level.Mask.Kept));
    }

    private sealed class FailsForTheStudent : IPruner
    {
        public FilterMask Select(FilterScores scores, double ratio) =>
            ratio > 0.5 ? throw new NotSupportedException("not so many") : Pruner.GlobalThreshold().Select(scores, ratio);
    }

    private sealed class Contrary : IPruner
    {
        private bool _even;

        public double LargestRatio(FilterGraph graph) => 1;

        public FilterMask Select(FilterScores scores, double ratio)
        {
            _even = !_even;
            return FilterMask.Of(
                scores.Graph, scores.Graph.Groups.Select(g => Enumerable.Range(0, g.Filters).Select(f => f % 2 == 0 == _even)));
        }
    }
}
