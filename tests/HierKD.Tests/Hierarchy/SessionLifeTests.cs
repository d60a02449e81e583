namespace HierKD.Tests;

/// <summary>The user's model during and after a session, whatever happens; and what becomes of it at the end.</summary>
public sealed class SessionLifeTests : ScopedTest
{
    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void Between_calls_and_after_disposal_the_model_is_the_users_own(LevelExecution execution)
    {
        using var model = Awkward();
        var snapshot = new ModelSnapshot(model.Model);
        using (var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Execution = execution }))
        {
            using var optimizer = optim.SGD(session.Parameters(), learningRate: 0.1);
            snapshot.AssertUnchanged(gradients: false);
            session.ScoreOriginal(model.X, model.Y);
            snapshot.AssertUnchanged(gradients: false);
            session.UpdateMasks();
            session.Backward(model.X, model.Y);
            snapshot.AssertUnchanged(gradients: false);
            optimizer.step();
            session.UpdateMasks();
            session.Evaluate(session.Student, [(model.X, model.Y)]);
            snapshot.AssertUnchanged(gradients: false);
        }
        snapshot.AssertUnchanged();
    }

    [Theory]
    [InlineData("scorer")]
    [InlineData("scorer of the wrong length")]
    [InlineData("scorer of NaN")]
    [InlineData("scorer of null")]
    [InlineData("task loss")]
    [InlineData("distillation loss")]
    [InlineData("distillation loss without a gradient")]
    [InlineData("distillation loss for each sample")]
    [InlineData("distillation loss of null")]
    [InlineData("NaN loss")]
    [InlineData("labels")]
    [InlineData("input shape")]
    public void After_an_exception_in_the_middle_it_is_too_and_no_gradient_is_left_half_added(string what)
    {
        using var model = Awkward();
        var snapshot = new ModelSnapshot(model.Model);
        using (var session = model.Start(Failing(what)))
        {
            var failure = Assert.ThrowsAny<Exception>(() => what switch
            {
                "labels" => session.Backward(model.X, tensor(new[] { 0L, 1, 2, 0, 1, 7 })),
                "input shape" => session.Backward(ones(6, 5, 8, 8), model.Y),
                _ => session.Backward(model.X, model.Y),
            });
            if (Messages[what] is { } message) Assert.Contains(message, failure.Message, StringComparison.Ordinal);
            snapshot.AssertUnchanged(gradients: false);
            Assert.All(session.Parameters(), p => Assert.Null(p.grad));
            Assert.True(is_grad_enabled());
        }
        snapshot.AssertUnchanged();
    }

    private static readonly Dictionary<string, string?> Messages = new()
    {
        ["scorer"] = "scoring failed",
        ["scorer of the wrong length"] = "returned [1] for group 'features.3'; it must return [6]",
        ["scorer of NaN"] = "not finite for group 'features.3'",
        ["scorer of null"] = "returned null for group 'features.3'",
        ["task loss"] = "loss failed",
        ["distillation loss"] = "distillation failed",
        ["distillation loss without a gradient"] =
            "The distillation loss OddDistillation returned [] without a gradient; it must return a scalar with a gradient",
        ["distillation loss for each sample"] = "OddDistillation returned [6]; it must return a scalar",
        ["distillation loss of null"] = "OddDistillation returned null; it must return a scalar",
        ["NaN loss"] = "the loss of level 'student' is NaN",
        ["labels"] = "A label is 7; the model has 3 classes",
        ["input shape"] = null,
    };

    [Fact]
    public void A_loss_that_is_not_finite_is_reported_with_its_level_and_parts()
    {
        using var model = new SessionModel();
        using var session = model.Start();
        var failure = Assert.Throws<TrainingDivergedException>(() => session.Backward(full_like(model.X, float.NaN), model.Y));
        Assert.Equal("largest", failure.Loss!.Level);
        Assert.True(double.IsNaN(failure.Loss.Task));
    }

    [Fact]
    public void The_session_goes_on_after_an_exception()
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session = model.Start();
        Assert.ThrowsAny<Exception>(() => session.Backward(ones(6, 5, 8, 8, dtype: float64), model.Y));
        var losses = session.Backward(model.X, model.Y);
        using var fresh = new SessionModel(ScalarType.Float64);
        using var other = fresh.Start();
        Assert.Equal(other.Backward(fresh.X, fresh.Y), losses);
    }

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void Finishing_makes_the_student_of_the_model(LevelExecution execution)
    {
        using var model = new SessionModel(ScalarType.Float64);
        model.Model.eval();
        var parameters = model.Model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Execution = execution });
        using var optimizer = optim.SGD(session.Parameters(), learningRate: 0.05);
        for (var step = 0; step < 3; step++)
        {
            session.ZeroGrad();
            session.Backward(model.X, model.Y);
            optimizer.step();
            session.UpdateMasks();
        }
        var student = session.Student;
        var (mask, graph) = (student.Mask, session.Graph);
        var expected = session.Working.Evaluate(student.Weights, () => model.Model.call(model.X));
        session.Finish(student);

        using (no_grad()) TensorAssert.Close(expected, model.Model.call(model.X), 1e-10);
        Assert.Equal(graph.Cost.Parameters(mask), model.Model.parameters().Sum(p => p.numel()));
        Assert.All(model.Model.named_parameters(), p => Assert.Same(parameters[p.name], p.parameter));
        Assert.All(model.Model.parameters(), p => Assert.True(p.requires_grad));
        Assert.All(model.Model.parameters(), p => Assert.Null(p.grad));
        Assert.False(model.Model.training);
        Assert.Throws<ObjectDisposedException>(() => session.Backward(model.X, model.Y));
        Assert.Throws<ObjectDisposedException>(() => session.UpdateMasks());
        session.Dispose();

        // The student is a model like any other: it trains.
        model.Model.train();
        nn.functional.cross_entropy(model.Model.call(model.X), model.Y).backward();
        Assert.All(model.Model.parameters(), p => Assert.NotNull(p.grad));
    }

    [Fact]
    public void The_metric_of_a_level_is_that_of_its_output()
    {
        using var model = new SessionModel();
        using var session = model.Start();
        model.Model.eval();
        using var quiet = no_grad();
        var hits = model.Model.call(model.X).argmax(1).eq(model.Y).sum().item<long>();
        Assert.Equal(hits / 6.0, session.Evaluate(session.Levels[2], [(model.X[..4], model.Y[..4]), (model.X[4..], model.Y[4..])]), 6);
        Assert.Throws<ArgumentException>("batches", () => session.Evaluate(session.Student, Array.Empty<PruningBatch>()));
    }

    [Fact]
    public void Another_sessions_level_is_refused()
    {
        using var model = new SessionModel();
        using var session = model.Start();
        using var other = new SessionModel();
        using var stranger = other.Start();
        Assert.Throws<ArgumentException>("level", () => session.Evaluate(stranger.Student, [(model.X, model.Y)]));
        Assert.Throws<ArgumentException>("level", () => session.Recalibrate(stranger.Student, [(model.X, model.Y)]));
        Assert.Throws<ArgumentException>("level", () => session.Finish(stranger.Student));
        session.Finish(session.Student);
    }

    [Fact]
    public void A_model_has_one_session_at_a_time()
    {
        using var model = new SessionModel();
        var snapshot = new ModelSnapshot(model.Model);
        var session = model.Start();
        Assert.Contains(
            "is in use by a run or a session that is not over", Assert.Throws<ArgumentException>("model", () => model.Start()).Message,
            StringComparison.Ordinal);
        var batches = new TensorBatches(model.X, model.Y);
        Assert.Throws<ArgumentException>("model", () => HierarchicalPruner.Run(model.Model, new PruningData(batches, batches)));
        snapshot.AssertUnchanged();
        session.Dispose();
        model.Start().Dispose();
        using var last = model.Start();
        last.Finish(last.Student);
        model.Start(new() { Chain = TeacherChain.Explicit(0.1) }).Dispose();
    }

    [Fact]
    public void A_model_without_a_parameter_to_train_is_refused()
    {
        using var model = new SessionModel();
        foreach (var parameter in model.Model.parameters()) parameter.requires_grad = false;
        var snapshot = new ModelSnapshot(model.Model);
        Assert.Contains(
            "No parameter of the model VggBn requires a gradient", Assert.Throws<ArgumentException>("model", () => model.Start()).Message,
            StringComparison.Ordinal);
        snapshot.AssertUnchanged();
    }

    [Fact]
    public void Disposed_batches_are_refused_by_name()
    {
        using var model = new SessionModel();
        using var session = model.Start();
        var (x, y) = (model.X.clone(), model.Y.clone());
        y.Dispose();
        Assert.Contains(
            "y has a disposed tensor", Assert.Throws<ArgumentException>("y", () => session.Backward(model.X, y)).Message,
            StringComparison.Ordinal);
        x.Dispose();
        Assert.Throws<ArgumentException>("x", () => session.Backward(x, model.Y));
        Assert.Throws<ArgumentException>("x", () => session.ScoreOriginal(x, model.Y));
        session.Backward(model.X, model.Y);
    }

    /// <summary>A model with gradients, a module in evaluation mode and a frozen parameter.</summary>
    private static SessionModel Awkward()
    {
        var model = new SessionModel();
        model.Model.train();
        model.Model.named_modules().First(m => m.name == "features.4").module.eval();
        model.Model.get_parameter("classifier.0.bias")!.requires_grad = false;
        nn.functional.cross_entropy(model.Model.call(model.X), model.Y).backward();
        return model;
    }

    private static SessionOptions Failing(string what)
    {
        var task = PruningTask.Classification();
        return new()
        {
            Chain = TeacherChain.Explicit(0.5),
            Scorer = what.StartsWith("scorer", StringComparison.Ordinal) ? new FailingScorer(what) : Saliency.GateGradient(),
            Distillation = new()
            {
                Loss = what switch
                {
                    "distillation loss" => new FailingDistillation(),
                    _ when what.StartsWith("distillation loss ", StringComparison.Ordinal) => new OddDistillation(what),
                    _ => DistillationLoss.SoftTargets(),
                }
            },
            Task = what switch
            {
                "task loss" => new((IReadOnlyList<Tensor> _, PruningBatch _) => throw new TimeoutException("loss failed"), task.Metric),
                "NaN loss" => new((outputs, batch) => task.Loss(outputs, batch) * double.NaN, task.Metric),
                _ => task,
            },
        };
    }

    private sealed class FailingScorer(string what) : ISaliencyScorer
    {
        public Tensor Score(FilterGroup group, LevelStep step) => what switch
        {
            "scorer of the wrong length" => ones(1),
            "scorer of NaN" => full([group.Filters], double.NaN),
            "scorer of null" => null!,
            _ => throw new TimeoutException("scoring failed"),
        };
    }

    private sealed class OddDistillation(string what) : IDistillationLoss
    {
        public Tensor Compute(DistillationStep step) => what switch
        {
            "distillation loss for each sample" => (step.Output - step.TeacherOutput).square().mean([1L]),
            "distillation loss of null" => null!,
            _ => (step.Output - step.TeacherOutput).square().mean().detach(),
        };
    }

    private sealed class FailingDistillation : IDistillationLoss
    {
        public Tensor Compute(DistillationStep step) => throw new TimeoutException("distillation failed");
    }
}
