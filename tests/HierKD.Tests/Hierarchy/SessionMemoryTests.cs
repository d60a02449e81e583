namespace HierKD.Tests;

/// <summary>A session keeps no tensor that it does not need.</summary>
public sealed class SessionMemoryTests
{
    /// <summary>
    /// The tensors of this thread that nobody has disposed. Not <c>Tensor.TotalCount</c>: with TorchSharp every parameter that is made of a tensor leaves it one too high.
    /// </summary>
    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [Theory]
    [InlineData(LevelExecution.Slim, GradientSource.OwnLevel)]
    [InlineData(LevelExecution.Masked, GradientSource.Teacher)]
    public void The_number_of_live_tensors_is_flat_over_two_hundred_steps(LevelExecution execution, GradientSource source)
    {
        using var model = new SessionModel();
        using var session = model.Start(new()
        {
            Chain = TeacherChain.Explicit(0.6, 0.3),
            Execution = execution,
            Scorer = source == GradientSource.OwnLevel ? Saliency.GateGradient() : Saliency.CascadedGate(),
        });
        using var optimizer = optim.SGD(session.Parameters(), learningRate: 0.01, momentum: 0.9);
        var steps = 0;
        for (var step = 0; step < 5; step++) Step();
        var before = Live;
        for (var step = 0; step < 200; step++) Step();
        Assert.Equal(before, Live);

        void Step()
        {
            session.ZeroGrad();
            session.Backward(model.X, model.Y);
            optimizer.step();
            session.UpdateMasks();
            if (steps++ % 10 > 0) return;
            session.ScoreOriginal(model.X, model.Y);
            session.Evaluate(session.Student, [(model.X, model.Y)]);
        }
    }

    [Fact]
    public void Sessions_that_end_leave_nothing_behind()
    {
        using var model = new SessionModel();
        Once();
        var before = Live;
        for (var i = 0; i < 3; i++) Once();
        Assert.Equal(before, Live);

        void Once()
        {
            using var session = model.Start();
            session.Backward(model.X, model.Y);
            session.UpdateMasks();
            session.Backward(model.X, model.Y);
            using var cut = session.Cut(session.Student);
            using var copy = cut.Copy();
            session.ZeroGrad();
        }
    }

    [Fact]
    public void Failed_steps_and_refused_models_leave_nothing_behind()
    {
        using var model = new SessionModel();
        using var session = model.Start();
        using var wrong = zeros(6, 5, 8, 8);
        using var broken = full([6, 2, 8, 8], float.NaN);
        Once();
        var before = Live;
        for (var i = 0; i < 5; i++) Once();
        Assert.Equal(before, Live);

        void Once()
        {
            Assert.ThrowsAny<Exception>(() => session.Backward(wrong, model.Y));
            Assert.Throws<TrainingDivergedException>(() => session.Backward(broken, model.Y));
            Assert.Throws<ArgumentException>(() => FilterGraph.Discover(model.Model, wrong));
        }
    }
}
