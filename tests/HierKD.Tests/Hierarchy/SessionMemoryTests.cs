namespace HierKD.Tests;

/// <summary>A session keeps no tensor that it does not need.</summary>
public sealed class SessionMemoryTests
{
    /// <summary>
    /// The tensors of this thread that nobody has disposed. Not <c>Tensor.TotalCount</c>: with TorchSharp every parameter that is made of a
    /// tensor leaves it one too high.
    /// </summary>
    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [Theory]
    [InlineData(LevelExecution.Slim, "gate")]
    [InlineData(LevelExecution.Masked, "cascaded")]
    [InlineData(LevelExecution.Slim, "mean activation")]
    [InlineData(LevelExecution.Masked, "APoZ")]
    public void The_number_of_live_tensors_is_flat_over_two_hundred_steps(LevelExecution execution, string scorer)
    {
        using var model = new SessionModel();
        using var session = model.Start(new()
        {
            Chain = TeacherChain.Explicit(0.6, 0.3),
            Execution = execution,
            Gradients = execution == LevelExecution.Slim ? LevelGradients.SmallestLevel : LevelGradients.Sum,
            Sampling = LevelSampling.Every(2),
            // Every layer is cut at any time, so that masks which change need as many index tensors.
            Pruner = Pruner.PerLayer(),
            Scorer = scorer switch
            {
                "gate" => Saliency.GateGradient(),
                "cascaded" => Saliency.CascadedGate(),
                "APoZ" => Saliency.Apoz(),
                _ => Saliency.MeanActivation(),
            },
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
            session.Backward(model.X, model.Y, measureAgreement: steps % 3 == 0);
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
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Scorer = Saliency.MeanActivation() });
        using var wrong = zeros(6, 5, 8, 8);
        using var broken = full([6, 2, 8, 8], float.NaN);
        Once();
        var before = Live;
        for (var i = 0; i < 5; i++) Once();
        Assert.Equal(before, Live);

        void Once()
        {
            Assert.ThrowsAny<Exception>(() => session.Backward(wrong, model.Y, measureAgreement: true));
            Assert.Throws<TrainingDivergedException>(() => session.Backward(broken, model.Y, measureAgreement: true));
            Assert.Throws<ArgumentException>(() => FilterGraph.Discover(model.Model, wrong));
        }
    }
}
