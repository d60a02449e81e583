namespace HierKD.Tests;

/// <summary>Whom levels learn from in the joint phase, as the distillation loss sees it.</summary>
public sealed class SessionTeacherTests : ScopedTest
{
    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void The_original_can_teach_every_level(LevelExecution execution)
    {
        var (pairs, original) = Step(LevelTeacher.Original, execution);
        Assert.Equal(3, pairs.Count);
        Assert.All(pairs, pair => TensorAssert.Close(original, pair.Teacher, 1e-12));
    }

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void The_original_and_the_next_larger_level_can_teach_together(LevelExecution execution)
    {
        var (pairs, original) = Step(LevelTeacher.Mean, execution);
        Assert.Equal(3, pairs.Count);
        TensorAssert.Close(original, pairs[0].Teacher, 1e-12);
        TensorAssert.Close((pairs[0].Student + original) / 2, pairs[1].Teacher, 1e-12);
        TensorAssert.Close((pairs[1].Student + original) / 2, pairs[2].Teacher, 1e-12);
        Assert.All(pairs, pair => Assert.Equal((true, false), (pair.StudentHasGradient, pair.TeacherHasGradient)));
    }

    [Fact]
    public void What_the_original_gives_need_not_be_asked_if_it_is_known()
    {
        using var model = new SessionModel(ScalarType.Float64);
        var distillation = new RecordingDistillation();
        using var session = model.Start(
            new() { Chain = TeacherChain.Explicit(0.6, 0), Distillation = new() { Loss = distillation, Teacher = LevelTeacher.Original } });
        using var known = randn_like(Original(model)).requires_grad_();
        var before = session.MultiplyAdds;
        session.Backward(model.X, model.Y, originalOutput: known);
        Assert.All(distillation.Pairs, pair => TensorAssert.Same(known, pair.Teacher));
        Assert.All(distillation.Pairs, pair => Assert.False(pair.TeacherHasGradient));
        Assert.False(known.IsInvalid);
        Assert.Null(known.grad);
        var levels = session.Levels.Sum(l => l.MultiplyAdds);
        Assert.Equal(3 * levels * model.X.shape[0], session.MultiplyAdds - before);
    }

    [Fact]
    public void What_is_known_has_to_fit()
    {
        using var model = new SessionModel();
        using var session = model.Start(new());
        using var few = rand(model.X.shape[0] - 1, 3);
        var refused = Assert.Throws<ArgumentException>("originalOutput", () => session.Backward(model.X, model.Y, originalOutput: few));
        Assert.Contains(
            $"it must have the {model.X.shape[0]} samples of the batch along its first axis", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_teacher_that_is_none_of_them_is_refused()
    {
        using var model = new SessionModel();
        var failure =
            Assert.Throws<ArgumentException>("Teacher", () => model.Start(new() { Distillation = new() { Teacher = (LevelTeacher)7 } }));
        Assert.Contains("DistillationOptions.Teacher is 7", failure.Message, StringComparison.Ordinal);
    }

    private static Tensor Original(SessionModel model)
    {
        model.Model.eval();
        using var quiet = no_grad();
        return model.Model.call(model.X);
    }

    private static (List<(Tensor Student, Tensor Teacher, bool StudentHasGradient, bool TeacherHasGradient)> Pairs,
        Tensor Original) Step(LevelTeacher teacher, LevelExecution execution)
    {
        using var model = new SessionModel(ScalarType.Float64);
        var distillation = new RecordingDistillation();
        using var session = model.Start(new()
        {
            Chain =
            TeacherChain.Explicit(0.6, 0.3, 0),
            Distillation = new() { Loss = distillation, Teacher = teacher },
            Execution = execution
        });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        session.Backward(model.X, model.Y);
        return (distillation.Pairs, Original(model));
    }
}
