namespace HierKD.Tests;

/// <summary>What one step of a session does.</summary>
public sealed class SessionStepTests : ScopedTest
{
    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void Each_level_is_taught_by_the_next_larger_one_and_the_largest_by_the_original(LevelExecution execution)
    {
        using var model = new SessionModel(ScalarType.Float64);
        var distillation = new RecordingDistillation();
        using var session = model.Start(new()
        {
            Chain = TeacherChain.Explicit(0.6, 0.3, 0),
            Distillation =
            new() { Loss = distillation, Teacher = LevelTeacher.NextLarger },
            Execution = execution
        });
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        distillation.Pairs.Clear();
        session.Backward(model.X, model.Y);

        Assert.Equal(3, distillation.Pairs.Count);
        Assert.All(distillation.Pairs, p => Assert.Equal((true, false), (p.StudentHasGradient, p.TeacherHasGradient)));
        model.Model.eval();
        using (no_grad()) TensorAssert.Close(model.Model.call(model.X), distillation.Pairs[0].Teacher, 1e-12);
        TensorAssert.Same(distillation.Pairs[0].Student, distillation.Pairs[1].Teacher);
        TensorAssert.Same(distillation.Pairs[1].Student, distillation.Pairs[2].Teacher);
        foreach (var (student, teacher, _, _) in distillation.Pairs)
        {
            student.Dispose();
            teacher.Dispose();
        }
    }

    [Fact]
    public void Losses_are_listed_from_the_student_up_and_add_up_with_their_weights()
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session =
            model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Distillation = new() { Weight = 0.7, TaskWeight = 0.2 } });
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        var losses = session.Backward(model.X, model.Y);
        Assert.Equal(["student", "assistant 1", "largest"], losses.Select(l => l.Level));
        Assert.All(losses, l => Assert.Equal(0.2 * l.Task + 0.7 * l.Distillation, l.Total, 10));
        Assert.All(losses, l => Assert.True(l.Task > 0 && l.Distillation > 0));

        model.Model.train();
        using var quiet = no_grad();
        Assert.Equal(nn.functional.cross_entropy(model.Model.call(model.X), model.Y).item<double>(), losses[2].Task, 10);
    }

    [Fact]
    public void Without_distillation_no_teacher_runs()
    {
        using var model = new SessionModel();
        var distillation = new RecordingDistillation();
        using var session =
            model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0), Distillation = new() { Loss = distillation, Weight = 0 } });
        Assert.All(session.Backward(model.X, model.Y), l => Assert.Equal((0.0, l.Task), (l.Distillation, l.Total)));
        Assert.Empty(distillation.Pairs);
    }

    [Theory]
    [InlineData(PrivateParts.None)]
    [InlineData(PrivateParts.All)]
    public void Slim_and_masked_sessions_give_the_same_gradients_losses_and_scores_of_what_is_on(PrivateParts parts)
    {
        var (slim, masked) = (Run(LevelExecution.Slim), Run(LevelExecution.Masked));
        TensorAssert.Close(masked.Losses, slim.Losses, 1e-10);
        Assert.Equal(masked.Gradients.Length, slim.Gradients.Length);
        foreach (var (expected, actual) in masked.Gradients.Zip(slim.Gradients)) TensorAssert.Close(expected, actual, 1e-10);
        TensorAssert.Close(masked.Scores, slim.Scores, 1e-6);

        (double[] Losses, double[][] Gradients, double[] Scores) Run(LevelExecution execution)
        {
            using var model = new SessionModel(ScalarType.Float64);
            using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Private = parts, Execution = execution });
            session.ScoreOriginal(model.X, model.Y);
            session.UpdateMasks();
            var losses = session.Backward(model.X, model.Y).SelectMany(l => new[] { l.Task, l.Distillation, l.Total }).ToArray();
            var gradients = session.Parameters().Select(p => p.grad is { } g ? TensorAssert.Values(g) : new double[p.numel()]).ToArray();
            var scores = session.Levels.SelectMany(l =>
                session.Graph.Groups.SelectMany(g => l.Mask.KeptFilters(g).Select(f => (double)l.Scores.Read(l.Mask)[g][f]))).ToArray();
            return (losses, gradients, scores);
        }
    }

    [Fact]
    public void Gradients_add_up_over_calls_and_zeroing_removes_them()
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session = model.Start();
        Assert.All(session.Parameters(), p => Assert.Null(p.grad));
        session.Backward(model.X, model.Y);
        var once = session.Parameters().Select(p => TensorAssert.Values(p.grad!)).ToArray();
        session.Backward(model.X, model.Y);
        foreach (var (gradient, parameter) in once.Zip(session.Parameters()))
        {
            TensorAssert.Close(gradient.Select(g => 2 * g).ToArray(), parameter.grad!, 1e-10);
        }
        session.ZeroGrad();
        Assert.All(session.Parameters(), p => Assert.Null(p.grad));
    }

    [Fact]
    public void A_shared_weight_gets_the_sum_of_the_levels_gradients_and_a_private_one_its_levels_own()
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0), Distillation = new() { Weight = 0 } });
        session.Backward(model.X, model.Y);
        // Full masks and equal values: both levels have the plain network's gradients.
        using var plain = new SessionModel(ScalarType.Float64);
        plain.Model.train();
        nn.functional.cross_entropy(plain.Model.call(plain.X), plain.Y).backward();
        foreach (var (tensor, i) in session.Working.Tensors.Select((t, i) => (t, i)).Where(t => !t.t.IsBuffer))
        {
            var expected = TensorAssert.Values(plain.Model.get_parameter(tensor.Key)!.grad!);
            var isShared = session.Levels[0].Values.Values[i].Handle == session.Levels[1].Values.Values[i].Handle;
            foreach (var level in session.Levels)
            {
                TensorAssert.Close(expected.Select(g => isShared ? 2 * g : g).ToArray(), level.Values.Values[i].grad!, 1e-10, tensor.Key);
            }
        }
    }
}
