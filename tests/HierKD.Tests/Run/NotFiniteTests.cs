using Microsoft.Extensions.Logging;
using TorchSharp.Modules;

namespace HierKD.Tests.Run;

/// <summary>Numbers that are not finite, or cannot be right, are found where they arise, and named; the model stays as it was.</summary>
public sealed class NotFiniteTests : BadInputTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void One_huge_value_in_one_batch(int index)
    {
        var data = TrainWith(index, b => (Huge(b.X, 1e20f), b.Y.clone()));
        var failure = Refused<TrainingDivergedException>(data);
        Assert.Matches(@"the running statistics 'features\.\d+\.running_var' of level 'largest' are not finite", failure.Message);
    }

    [Fact]
    public void Statistics_that_cannot_be_right_are_worth_a_warning()
    {
        var lines = new Lines();
        var data = TrainWith(1, b => (Huge(b.X, 1e7f), b.Y.clone()));
        using (HierarchicalPruner.Run(TrainedNet(), data, Quick, logger: lines)) { }
        var warnings = lines.Written.Where(l => l.Level == LogLevel.Warning).Select(l => l.Text).ToArray();
        Assert.Contains(warnings, w => w.StartsWith(
            "The running statistics features.1.running_var of level largest have come to ", StringComparison.Ordinal));
        Assert.Equal(warnings.Distinct().Count(), warnings.Length);
        lines.Written.Clear();
        using (HierarchicalPruner.Run(TrainedNet(), Data(), Quick, logger: lines)) { }
        Assert.DoesNotContain(lines.Written, l => l.Level == LogLevel.Warning);
    }

    /// <summary>A buffer of the user's own, in any phase: nothing of what is computed shows it.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(22)]
    public void A_buffer_of_the_users_own(int call)
    {
        var net = Own(new Counting(call));
        var failure = Refused<TrainingDivergedException>(net, Data());
        Assert.Contains("the buffer 'seen' of level ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_that_was_never_finite_may_stay_so()
    {
        using var net = new Counting(int.MaxValue, double.NegativeInfinity);
        HierarchicalPruner.Run(net, Data(), Quick).Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_that_are_not_finite_are_found_in_their_step(bool score)
    {
        using var model = new SessionModel();
        var step = 0;
        using var session = model.Start(new()
        {
            Chain = TeacherChain.Explicit(0.5),
            Task = new PruningTask(
                // The square root of 0 has no derivative; the loss is finite.
                (output, y) => nn.functional.cross_entropy(output, y) + (step == 0 ? 0 : (output - output.detach()).square().sum().sqrt()),
                (output, y) => 0, "top-1"),
        });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        session.Backward(model.X, model.Y, score);
        step = 1;
        session.ZeroGrad();
        var failure = Assert.Throws<TrainingDivergedException>(() => session.Backward(model.X, model.Y, score));
        Assert.Contains("the gradient of the parameter 'features.0.weight' of level 'student' is not finite", failure.Message);
        Assert.Equal("student", failure.Loss!.Level);
        Assert.All(session.Parameters(), p => Assert.Null(p.grad));
        Assert.Contains(
            "of level 'original' is not finite",
            Assert.Throws<TrainingDivergedException>(() => session.ScoreOriginal(model.X, model.Y)).Message, StringComparison.Ordinal);
        step = 0;
        session.Backward(model.X, model.Y, score);
    }

    [Fact]
    public void Gradients_of_fine_tuning_as_well()
    {
        var fineTuning = false;
        var options = Quick with
        {
            Task = new PruningTask(
                (output, y) => nn.functional.cross_entropy(output, y) + (fineTuning ? (output - output.detach()).square().sum().sqrt() : 0),
                (output, y) => 0.5, "top-1"),
        };
        var recorder = new Recorder(
            p => fineTuning = p.Phase == PruningPhase.FineTune || p is { Phase: PruningPhase.Joint, Epoch: 2, Step: 3 });
        var failure = Refused<TrainingDivergedException>(Data(), options, recorder);
        Assert.Contains("the gradient of the parameter 'features.0.weight' of level 'student'", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Weights, losses and gradients are finite; the parameter would stand still for ever.</summary>
    [Theory]
    [InlineData(PruningPhase.Joint)]
    [InlineData(PruningPhase.FineTune)]
    public void What_an_optimizer_remembers(PruningPhase phase)
    {
        var at = PruningPhase.Joint;
        var options = Quick with
        {
            Task = new PruningTask(
                (output, y) => nn.functional.cross_entropy(output, y) * (at == phase ? 1e24 : 1), (output, y) => 0.5, "top-1"),
            Training = Quick.Training with { Optimizer = (parameters, rate) => optim.Adam(parameters, 1e-6) },
        };
        var recorder = new Recorder(
            p => at = p is { Phase: PruningPhase.Joint, Epoch: 2, Step: 3 } ? PruningPhase.FineTune : p.Phase);
        var failure = Refused<TrainingDivergedException>(Data(), options, recorder);
        Assert.Matches("the optimizer's 'exp_avg_sq' of the parameter '.+' of level '.+' is not finite", failure.Message);
    }

    [Theory]
    [InlineData(0, "the original")]
    [InlineData(1, "level 'student' after epoch 1 of phase Joint")]
    [InlineData(5, "level 'assistant 1' after epoch 2 of phase Joint")]
    [InlineData(8, "level 'assistant 1' after the joint phase")]
    [InlineData(11, "level 'student' after epoch 2 of phase FineTune")]
    public void A_metric_that_is_not_a_number_names_level_and_epoch(int call, string whose)
    {
        var calls = 0;
        var options = Quick with
        {
            Task = new PruningTask(
                (output, y) => nn.functional.cross_entropy(output, y), (output, y) => calls++ == call ? double.NaN : 0.5, "top-1"),
        };
        var failure = Refused<InvalidOperationException>(Data(), options);
        Assert.Contains($"the metric 'top-1' of {whose} is not a number", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_makes_no_model_of_what_is_not_finite()
    {
        using var model = new SessionModel();
        var snapshot = new ModelSnapshot(model.Model);
        using (var session = model.Start())
        {
            using (no_grad()) session.Student.Values.Values[0].fill_(float.NaN);
            var failure = Assert.Throws<TrainingDivergedException>(() => session.Finish(session.Student));
            Assert.Contains("of level 'student' is not finite", failure.Message, StringComparison.Ordinal);
            session.Evaluate(session.Levels[^1], [(model.X, model.Y)]);
        }
        snapshot.AssertUnchanged();
    }

    private static Tensor Huge(Tensor x, float value)
    {
        var changed = x.clone();
        changed[0, 0, 0, 0] = value;
        return changed;
    }

    /// <summary>Counts its forward passes in training, and spoils the count at one of them.</summary>
    private sealed class Counting : nn.Module<Tensor, Tensor>
    {
        private readonly int _spoiled;
        private readonly TinyNet net = TinyNet.Seeded();
        private readonly Tensor seen;
        private int _calls;

        public Counting(int spoiled, double start = 0)
            : base(nameof(Counting))
        {
            _spoiled = spoiled;
            seen = full(1, start).DetachFromDisposeScope();
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            if (training)
            {
                using var quiet = no_grad();
                seen.add_(++_calls == _spoiled ? double.NaN : 1);
            }
            return net.call(input);
        }
    }
}
