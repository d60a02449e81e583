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
    public void A_teacher_that_is_none_of_them_is_refused()
    {
        using var model = new SessionModel();
        var failure = Assert.Throws<ArgumentException>("Teacher", () => model.Start(new() { Distillation = new() { Teacher = (LevelTeacher)7 } }));
        Assert.Contains("DistillationOptions.Teacher is 7", failure.Message, StringComparison.Ordinal);
    }

    private static (List<(Tensor Student, Tensor Teacher, bool StudentHasGradient, bool TeacherHasGradient)> Pairs, Tensor Original) Step(LevelTeacher teacher, LevelExecution execution)
    {
        using var model = new SessionModel(ScalarType.Float64);
        var distillation = new RecordingDistillation();
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Distillation = new() { Loss = distillation, Teacher = teacher }, Execution = execution });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        session.Backward(model.X, model.Y);
        model.Model.eval();
        using var quiet = no_grad();
        return (distillation.Pairs, model.Model.call(model.X));
    }
}
