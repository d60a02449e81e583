using HierKD.Tests.Run;
using TorchSharp.Modules;

namespace HierKD.Tests.Checkpoints;

/// <summary>Parts of a run whose state is easily forgotten in a checkpoint.</summary>
public sealed class ResumeOptionsTests : ResumeTest
{
    [Fact]
    public void Free_masks() =>
        RequireSame(Everything with { NestedMasks = false, Execution = LevelExecution.Masked }, (PruningPhase.Joint, 3));

    [Fact]
    public void Scores_of_every_level_at_some_steps() =>
        RequireSame(
            Everything with
            {
                Scorer =
                new Everybody(),
                Training = Everything.Training with { Joint = Everything.Training.Joint with { ScoreInterval = 2 } }
            },
            (PruningPhase.Joint, 3));

    [Theory]
    [InlineData(PruningPhase.FixedMasks, 2)]
    [InlineData(PruningPhase.FineTune, 1)]
    [InlineData(PruningPhase.FineTune, 2)]
    public void Statistics_that_are_estimated_anew(PruningPhase phase, int epoch) =>
        RequireSame(
            Everything with { Training = Everything.Training with { Joint = Everything.Training.Joint with { RecalibrationBatches = 2 } } },
            (phase, epoch));

    [Theory]
    [InlineData(PruningPhase.Joint, 2)]
    [InlineData(PruningPhase.FineTune, 2)]
    public void Losses_that_look_inside(PruningPhase phase, int epoch) =>
        RequireSame(Everything with
        {
            Distillation = new()
            {
                Loss = DistillationLoss.Weighted(
            (0.4, DistillationLoss.SoftTargets()), (0.01, DistillationLoss.Hints("features.4", "classifier.0")))
            }
        }, (phase, epoch));

    [Theory]
    [InlineData(PruningPhase.Joint, 3)]
    [InlineData(PruningPhase.FineTune, 3)]
    public void A_scheduler_of_torchs(PruningPhase phase, int epoch) => RequireSame(
        Everything with
        {
            Training = Everything.Training with
            {
                LearningRateSchedule = LearningRateSchedule.From(optimizer => optim.lr_scheduler.StepLR(optimizer, 1, 0.5))
            }
        }, (phase, epoch));

    [Theory]
    [InlineData(PruningPhase.Joint, 2)]
    [InlineData(PruningPhase.FineTune, 2)]
    public void A_budget(PruningPhase phase, int epoch) =>
        RequireSame(Everything with { Training = Everything.Training with { MultiplyAddBudget = 1.2e8 } }, (phase, epoch));

    /// <summary>The ladder changes the plan on the way: here after some forty of sixty epochs.</summary>
    [Fact]
    public void A_budget_under_a_ladder()
    {
        var options = TrainingCostTests.Climbing;
        RequireSame(options, (PruningPhase.FineTune, 1), (PruningPhase.FineTune, 38), (PruningPhase.FineTune, 50));
    }

    [Theory]
    [InlineData("Adam")]
    [InlineData("RMSProp")]
    [InlineData("ASGD")]
    [InlineData("own")]
    public void Other_optimizers(string name)
    {
        Func<IEnumerable<Parameter>, double, optim.Optimizer> make = name switch
        {
            "Adam" => (parameters, rate) => optim.Adam(parameters, rate / 10, amsgrad: true),
            "RMSProp" => (parameters, rate) => optim.RMSProp(parameters, rate / 100, momentum: 0.9, centered: true),
            "ASGD" => (parameters, rate) => optim.ASGD(parameters, rate),
            _ => (parameters, rate) => new Own(parameters, rate),
        };
        RequireSame(
            Everything with { Training = Everything.Training with { Optimizer = make } },
            (PruningPhase.Joint, 2), (PruningPhase.FineTune, 2));
    }

    /// <summary>A count that is not what comes is tolerated, and so it is when the run goes on.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Fewer_or_more_batches_than_were_counted(int counted)
    {
        var options = Everything with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        using var source = new CancellationTokenSource();
        var stop = new Recorder(p => { if ((p.Phase, p.Epoch, p.Step) == (PruningPhase.FixedMasks, 1, 2)) source.Cancel(); });
        Assert.Throws<PruningCanceledException>(
            () => HierarchicalPruner.Run(Model(), Counted(), options, stop, cancellationToken: source.Token));
        using var result = HierarchicalPruner.Run(Model(), Counted(), options);

        PruningData Counted() => new(Data().Train, ValidationSet.Batches(64)) { TrainBatches = counted };
    }

    [Fact]
    public void An_optimizer_of_ones_own_is_not_taken_for_the_one_that_it_is_made_of()
    {
        var options = Everything with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        Interrupt(options, PruningPhase.Joint, 2);
        var own = options with { Training = options.Training with { Optimizer = (parameters, rate) => new Own(parameters, rate) } };
        var failure = Assert.Throws<InvalidDataException>(() => HierarchicalPruner.Run(Model(), Source(), own));
        Assert.Contains("the optimizer SGD, but this one is Own", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>What it remembers beyond SGD is its own affair, and so is how that is saved.</summary>
    private sealed class Own(IEnumerable<Parameter> parameters, double rate) : SGD(parameters, rate, momentum: 0.9);

    /// <summary>Room for the answers of one teacher, which the original takes in the joint phase.</summary>
    [Theory]
    [InlineData(FineTuneTeacher.Ensemble)]
    [InlineData(FineTuneTeacher.Ladder)]
    public void Answers_that_are_remembered_of_some(FineTuneTeacher teacher) => RequireSame(
        Everything with
        {
            Training = Everything.Training with
            {
                FineTuning =
                Everything.Training.FineTuning with { Teacher = teacher },
                TeacherCacheBytes = 96 * Patterns.Classes * sizeof(float)
            }
        }, (PruningPhase.FixedMasks, 1), (PruningPhase.FineTune, 2));

    [Fact]
    public void Answers_that_are_remembered_while_teachers_change()
    {
        var options = TrainingCostTests.Climbing with
        {
            Training =
            TrainingCostTests.Climbing.Training with { TeacherCacheBytes = 96 * Patterns.Classes * sizeof(float) }
        };
        RequireSame(options, (PruningPhase.FineTune, 1), (PruningPhase.FineTune, 38));
    }

    [Fact]
    public void No_joint_phase() =>
        RequireSame(
            Everything with { Training = Everything.Training with { Joint = Everything.Training.Joint with { Epochs = 0 } } },
            (PruningPhase.FixedMasks, 2),
            (PruningPhase.FineTune, 2));

    [Fact]
    public void Several_interruptions() =>
        RequireSame(
            Everything, (PruningPhase.Joint, 2), (PruningPhase.Joint, 3), (PruningPhase.FixedMasks, 1), (PruningPhase.FineTune, 2),
            (PruningPhase.FineTune, 3));

    private sealed class Everybody : ISaliencyScorer
    {
        private readonly ISaliencyScorer _gates = Saliency.GateGradient();

        public GradientSource Source => GradientSource.EveryLevel;

        public Tensor Score(FilterGroup group, LevelStep step) => _gates.Score(group, step);
    }
}
