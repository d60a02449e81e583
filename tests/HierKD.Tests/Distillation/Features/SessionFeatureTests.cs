namespace HierKD.Tests;

/// <summary>What a session shows a loss of the modules that it names.</summary>
public sealed class SessionFeatureTests : ScopedTest
{
    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void Features_are_those_of_the_levels_as_networks_of_their_own(LevelExecution execution)
    {
        using var model = new SessionModel(ScalarType.Float64);
        var loss = new Recording("features.3", "features.7");
        using var session = model.Start(new()
        {
            Chain = TeacherChain.Explicit(0.6, 0.3),
            Distillation =
            new() { Loss = loss, Teacher = LevelTeacher.NextLarger },
            Execution = execution
        });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        session.Backward(model.X, model.Y);

        // The largest level first, taught by the original, then the student.
        var (largest, student) = (loss.Steps[0], loss.Steps[1]);
        foreach (var module in loss.Modules)
        {
            var original = FeatureOf(model.Model, module, model.X, training: false);
            TensorAssert.Close(original, largest[module].Teacher, 1e-10);
            foreach (var (step, level) in new[] { (student, session.Levels[0]), (largest, session.Levels[1]) })
            {
                using var small = new SessionModel(ScalarType.Float64);
                FilterRemoval.Apply(small.Model, FilterMask.Of(session.Graph, session.Graph.Groups.Select(g => level.Mask[g])));
                TensorAssert.Close(
                    FeatureOf(small.Model, module, model.X, training: true), step[module].Own, 1e-10, $"{level.Name} {module}");
            }
            TensorAssert.Same(largest[module].Own, student[module].Teacher);
            TensorAssert.Close(original.index_select(1, Kept(session.Levels[1], module)), largest[module].SharedTeacher, 1e-10);
            var within = Kept(session.Levels[0], module).unsqueeze(1).eq(Kept(session.Levels[1], module)).nonzero()[.., 1];
            TensorAssert.Same(student[module].Teacher.index_select(1, within), student[module].SharedTeacher);
        }
    }

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void Gradients_reach_the_level_and_not_its_teacher(LevelExecution execution)
    {
        using var model = new SessionModel(ScalarType.Float64);
        var loss = new Recording("features.3");
        using var session = model.Start(
            new() { Chain = TeacherChain.Explicit(0.6, 0.3), Distillation = new() { Loss = loss, TaskWeight = 0 }, Execution = execution });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        session.Backward(model.X, model.Y);
        Assert.Equal([(true, false, false), (true, false, false)], loss.NeedGradient);

        // What the largest level learned from the loss is nothing: only the student's pass went through it with a weight.
        loss.OnlyOf = 1;
        loss.Calls = 0;
        session.ZeroGrad();
        session.Backward(model.X, model.Y);
        Assert.All(session.Levels[1].Values.PrivateParameters, p => Assert.All(TensorAssert.Values(p.grad!), g => Assert.Equal(0, g)));
        Assert.Contains(session.Levels[0].Values.PrivateParameters, p => TensorAssert.Values(p.grad!).Any(g => g != 0));
    }

    [Fact]
    public void Hints_have_the_gradient_of_finite_differences_of_a_shared_weight()
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session = model.Start(new()
        {
            Chain = TeacherChain.Explicit(0.5),
            Distillation = new()
            {
                Loss = DistillationLoss.Weighted(
                (0.3, DistillationLoss.Hints("features.3", "features.8")),
                (2, DistillationLoss.AttentionTransfer("features.4"))),
                Weight = 0.7
            },
        });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        session.ZeroGrad();
        session.Backward(model.X, model.Y);
        var index = session.Working.Tensors.Select((t, i) => (t.Key, i)).Single(t => t.Key == "features.3.weight").i;
        var weight = session.Student.Values.Values[index];
        var gradient = TensorAssert.Values(weight.grad!);
        Assert.Contains(gradient, g => Math.Abs(g) > 1e-4);
        for (var i = 0; i < gradient.Length; i += 17)
        {
            double At(double change)
            {
                using (no_grad()) weight.view(-1)[i].add_(change);
                var total = session.Backward(model.X, model.Y)[0].Total;
                using (no_grad()) weight.view(-1)[i].add_(-change);
                return total;
            }
            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[i], 1e-7);
        }
    }

    [Fact]
    public void A_path_that_does_not_exist_is_refused_with_those_near_it()
    {
        using var model = new SessionModel();
        var failure = Refused(model, "feature.3");
        Assert.Contains("the module 'feature.3'", failure, StringComparison.Ordinal);
        Assert.Contains("'features.3'", failure, StringComparison.Ordinal);
        Assert.Contains("the module '',", Refused(model, ""), StringComparison.Ordinal);
        Assert.Contains("Modules of the distillation loss Recording are null", Refused(model, null!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_is_called_twice_or_is_no_map_of_tensors_is_refused()
    {
        using var reused = new DenseNetwork("reused");
        Assert.Contains("'conv', which the forward calls 2 times", Assert.Throws<ArgumentException>("options", () =>
            FeatureSites.Find(new FeatureDistance("conv"), reused.Working, reused.Graph, [reused.Input])).Message,
            StringComparison.Ordinal);
        using var unet = new DenseNetwork("u-net");
        Assert.Contains("'down', a ModuleList", Assert.Throws<ArgumentException>(
            "options",
            () => FeatureSites.Find(new FeatureDistance("down"), unet.Working, unet.Graph, [unet.Input])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_whose_channels_mix_filters_is_refused_with_layers_to_name()
    {
        using var model = new MixingNet();
        model.to(ScalarType.Float64);
        var failure = Assert.Throws<ArgumentException>("options", () => HierarchicalPruner.Start(
            model, randn(2, 1, 6, 6, dtype: float64),
            new() { Chain = TeacherChain.Explicit(0.5), Distillation = new() { Loss = DistillationLoss.Hints("mix") } }).Dispose());
        Assert.Contains("'mix'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("name a layer in its place", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'second'", failure.Message, StringComparison.Ordinal);
        HierarchicalPruner.Start(
            model, randn(2, 1, 6, 6, dtype: float64),
            new() { Chain = TeacherChain.Explicit(0.5), Distillation = new() { Loss = DistillationLoss.Hints("second") } }).Dispose();
    }

    [Fact]
    public void Without_distillation_modules_are_not_asked_for()
    {
        using var model = new SessionModel();
        using var session = model.Start(
            new() { Chain = TeacherChain.Explicit(0.6), Distillation = new() { Loss = DistillationLoss.Hints("nowhere"), Weight = 0 } });
        Assert.Equal(0, session.Backward(model.X, model.Y)[0].Distillation);
    }

    [Fact]
    public void A_channel_that_the_teacher_has_off_is_zero_in_the_shared_feature()
    {
        using var model = new DenseNetwork("plain");
        var site = FeatureSites.Find(new FeatureDistance("second"), model.Working, model.Graph, [model.Input]).Single();
        var teacher = FilterMask.Of(model.Graph, [[true, false, true, false, true, false, true], [true, true, true, true]]).ToSelection();
        var level = FilterMask.Of(model.Graph, [[true, true, false, false, true, false, false], [true, true, true, true]]).ToSelection();
        var kept = site.Kept(teacher)!;
        var feature = arange(1, kept.Length + 1, dtype: float64).reshape(1, kept.Length, 1, 1);
        var expected = site.Kept(level)!.Select(c => (double)(Array.IndexOf(kept, c) + 1)).ToArray();
        Assert.Contains(0, expected);
        TensorAssert.Close(expected, site.Shared(feature, teacher, level), 0);
    }

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void Features_leave_no_tensor_behind(LevelExecution execution)
    {
        using var model = new SessionModel();
        var options = new SessionOptions
        {
            Chain = TeacherChain.Explicit(0.6, 0.3, 0),
            Distillation = new()
            {
                Loss = DistillationLoss.Weighted(
                (1, DistillationLoss.Hints("features.3", "features.5")), (1, DistillationLoss.AttentionTransfer("features")))
            },
            Execution = execution,
        };
        using var wrong = zeros(6, 5, 8, 8);
        Once();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 3; i++) Once();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Once()
        {
            using var session = model.Start(options);
            session.Backward(model.X, model.Y);
            session.UpdateMasks();
            session.Backward(model.X, model.Y);
            Assert.ThrowsAny<Exception>(() => session.Backward(wrong, model.Y));
            session.ZeroGrad();
            Assert.ThrowsAny<ArgumentException>(
                () => model.Start(options with { Distillation = new() { Loss = DistillationLoss.Hints("features.3", "nowhere") } }));
        }
    }

    private static string Refused(SessionModel model, string module) => Assert.Throws<ArgumentException>(
        "options", () => model.Start(new()
        {
            Chain = TeacherChain.Explicit(0.6),
            Distillation =
            new() { Loss = module is null ? new Recording(null!) : new Recording(module) }
        }).Dispose()).Message;

    private static Tensor FeatureOf(nn.Module<Tensor, Tensor> model, string path, Tensor x, bool training)
    {
        Tensor? feature = null;
        var module = (nn.Module<Tensor, Tensor>)model.named_modules().Single(m => m.name == path).module;
        var hook = module.register_forward_hook((_, _, output) =>
        {
            feature = output.detach().clone().DetachFromDisposeScope();
            return output;
        });
        model.train(training);
        using (no_grad()) model.call(x);
        hook.remove();
        return feature!;
    }

    private static Tensor Kept(Level level, string module) =>
        torch.tensor(
            level.Mask.ToSelection()[module].Outputs ?? throw new ArgumentException($"'{module}' keeps all channels.", nameof(module)),
            dtype: int64);

    /// <summary>Keeps copies of what it is shown.</summary>
    private sealed class Recording(params string[] modules) : IDistillationLoss
    {
        public IReadOnlyCollection<string> Modules { get; } = modules;

        public List<Dictionary<string, FeaturePair>> Steps { get; } = [];

        public List<(bool Own, bool Teacher, bool Shared)> NeedGradient { get; } = [];

        public int Calls { get; set; }

        /// <summary>The only call that gives more than zero, if not negative.</summary>
        public int OnlyOf { get; set; } = -1;

        public Tensor Compute(DistillationStep step)
        {
            Steps.Add(Modules.ToDictionary(m => m, m => new FeaturePair(
                Copy(step.Feature(m)), Copy(step.TeacherFeature(m)))
            { SharedTeacher = Copy(step.SharedTeacherFeature(m)) }));
            NeedGradient.AddRange(Modules.Take(1).Select(
                m => (step.Feature(m).requires_grad, step.TeacherFeature(m).requires_grad, step.SharedTeacherFeature(m).requires_grad)));
            var distance = new FeatureDistance([.. Modules]).Compute(step);
            return OnlyOf >= 0 && Calls++ != OnlyOf ? distance * 0 : distance;
        }

        private static Tensor Copy(Tensor tensor) => tensor.detach().clone().DetachFromDisposeScope();
    }

    /// <summary>A module without parameters that adds up neighbouring channels.</summary>
    private sealed class MixingNet : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> first = nn.Conv2d(1, 4, 3);
        private readonly nn.Module<Tensor, Tensor> second = nn.Conv2d(4, 6, 3);
        private readonly nn.Module<Tensor, Tensor> mix = new Neighbours();
        private readonly nn.Module<Tensor, Tensor> last = nn.Conv2d(6, 3, 1);

        public MixingNet()
            : base(nameof(MixingNet)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var features = second.call(first.call(input));
            mix.call(features);
            return last.call(features).mean([2, 3]);
        }
    }

    private sealed class Neighbours() : nn.Module<Tensor, Tensor>(nameof(Neighbours))
    {
        public override Tensor forward(Tensor input) => input + input.roll(1, 1);
    }
}
