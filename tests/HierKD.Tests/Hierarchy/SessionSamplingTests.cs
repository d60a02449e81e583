namespace HierKD.Tests;

/// <summary>Steps in which not every level takes part.</summary>
public sealed class SessionSamplingTests : ScopedTest
{
    private static readonly string[] Names = ["student", "assistant 1", "largest"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Everyone_learns_from_the_next_larger_level_whether_that_was_drawn_or_not(int drawn)
    {
        using var model = new SessionModel(ScalarType.Float64);
        var distillation = new RecordingDistillation();
        using var session = model.Start(new()
        {
            Chain = TeacherChain.Explicit(0.6, 0.3, 0),
            Distillation =
            new() { Loss = distillation, Teacher = LevelTeacher.NextLarger },
            Sampling = Drawing(drawn)
        });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        using var asked = session.Objective.TeachInTraining(session.Levels[drawn == 1 ? 2 : 1].Weights, [model.X], "asked").Outputs[0];
        var losses = session.Backward(model.X, model.Y);

        Assert.Equal(["student", Names[drawn]], losses.Select(l => l.Level));
        Assert.Equal(2, distillation.Pairs.Count);
        if (drawn == 1)
        {
            TensorAssert.Same(asked, distillation.Pairs[0].Teacher);
            TensorAssert.Same(distillation.Pairs[0].Student, distillation.Pairs[1].Teacher);
        }
        else
        {
            model.Model.eval();
            using (no_grad()) TensorAssert.Close(model.Model.call(model.X), distillation.Pairs[0].Teacher, 1e-12);
            TensorAssert.Same(asked, distillation.Pairs[1].Teacher);
        }
    }

    [Theory]
    [InlineData(LevelTeacher.NextLarger)]
    [InlineData(LevelTeacher.Original)]
    [InlineData(LevelTeacher.Mean)]
    public void Only_those_who_teach_in_a_step_are_asked(LevelTeacher teacher)
    {
        using var model = new SessionModel();
        using var session = model.Start(new()
        {
            Chain =
            TeacherChain.Explicit(0.6, 0.3),
            Distillation = new() { Teacher = teacher },
            Sampling = LevelSampling.Every(2)
        });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        var (student, larger, original) = (session.Levels[0].MultiplyAdds, session.Levels[1].MultiplyAdds,
            session.Graph.Cost.MultiplyAdds(FilterMask.Full(session.Graph)));
        Assert.Equal(3 * (student + larger) + original, Cost());
        Assert.Equal(
            3 * student + (teacher == LevelTeacher.Original ? 0 : larger) + (teacher == LevelTeacher.NextLarger ? 0 : original), Cost());

        long Cost()
        {
            var before = session.MultiplyAdds;
            session.Backward(model.X, model.Y);
            return (session.MultiplyAdds - before) / model.X.shape[0];
        }
    }

    [Theory]
    [InlineData(1, 2, 0.4)]
    [InlineData(2, 1, 0.4)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 1, 0)]
    public void A_level_that_was_not_drawn_is_not_trained_but_its_statistics_keep_up_if_it_teaches(int drawn, int left, double distillation)
    {
        using var model = new SessionModel();
        using var session = model.Start(new()
        {
            Chain = TeacherChain.Explicit(0.6, 0.3, 0),
            Sampling =
            Drawing(drawn),
            Distillation = new() { Weight = distillation, Teacher = LevelTeacher.NextLarger }
        });
        var before = Buffers(session.Levels[left]);
        session.Backward(model.X, model.Y);
        Assert.NotEmpty(session.Levels[left].Values.PrivateParameters);
        Assert.All(session.Levels[left].Values.PrivateParameters, p => Assert.Null(p.grad));
        Assert.Equal(distillation == 0, before.Zip(Buffers(session.Levels[left])).All(b => b.First.SequenceEqual(b.Second)));
        foreach (var level in new[] { 0, drawn }) Assert.All(session.Levels[level].Values.PrivateParameters, p => Assert.NotNull(p.grad));

        byte[][] Buffers(Level level) => session.Working.Tensors.Select((t, i) => (t, i)).Where(t => t.t.IsBuffer)
            .Select(t => TensorAssert.Bits(level.Values.Values[t.i])).ToArray();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Cascaded_scores_go_to_the_levels_below_down_to_the_next_that_was_drawn(int drawn)
    {
        using var model = new SessionModel();
        var scorer = new RecordingScorer(GradientSource.Teacher);
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0.1), Scorer = scorer, Sampling = Drawing(drawn) });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        scorer.Calls.Clear();
        session.Backward(model.X, model.Y);

        // 24 filters, of which 14, 7 and 2 are off.
        var (own, whole) = (session.Levels[drawn].Mask, FilterMask.Full(session.Graph));
        Assert.Equal(drawn == 1 ? 17 : 22, own.Kept);
        Assert.Equal(
            [.. session.Graph.Groups.Select(g => (g.Name, 24)), .. session.Graph.Groups.Select(g => (g.Name, own.Kept))], scorer.Calls);
        for (var level = 0; level < 3; level++)
        {
            var scores = session.Levels[level].Scores.Read(whole);
            // What the drawn level has off keeps its score of 24.
            foreach (var group in session.Graph.Groups)
            {
                Assert.Equal(own[group].Select(on => level < drawn && on ? (float)own.Kept : 24f), scores[group]);
            }
        }
    }

    [Fact]
    public void With_the_plain_rule_a_level_that_was_not_drawn_keeps_its_scores()
    {
        using var model = new SessionModel();
        var scorer = new RecordingScorer(GradientSource.OwnLevel);
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0.1), Scorer = scorer, Sampling = Drawing(2) });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        scorer.Calls.Clear();
        session.Backward(model.X, model.Y);
        Assert.Equal([.. session.Graph.Groups.Select(g => (g.Name, 22)), .. session.Graph.Groups.Select(g => (g.Name, 10))], scorer.Calls);
        foreach (var group in session.Graph.Groups)
        {
            Assert.All(session.Levels[1].Scores.Read(session.Levels[1].Mask)[group], s => Assert.Equal(24f, s));
        }
    }

    [Fact]
    public void Steps_are_counted_on()
    {
        using var model = new SessionModel();
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Sampling = LevelSampling.Every(3) });
        Assert.Equal([3, 1, 1, 3, 1], Enumerable.Range(0, 5).Select(_ => session.Backward(model.X, model.Y).Count));
    }

    /// <summary>Draws a certain larger level of two in the first step.</summary>
    private static LevelSampling Drawing(int level) =>
        Enumerable.Range(0, 100).Select(seed => LevelSampling.Sandwich(1, seed)).First(sampling => sampling.At(0, 3).Contains(level));
}
