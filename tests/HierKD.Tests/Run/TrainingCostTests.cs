namespace HierKD.Tests.Run;

/// <summary>What training takes, in multiply-adds counted by hand: a forward pass once, a backward pass twice.</summary>
public sealed class TrainingCostTests : RunTest
{
    private const long Epoch = 96;

    private static new readonly PruningOptions Quick =
        RunTest.Quick with { Training = RunTest.Quick.Training with { TeacherCacheBytes = 0 } };

    /// <summary>Nothing but first scores on two batches and fine-tuning.</summary>
    private static readonly PruningOptions OneShot =
        Quick with
        {
            Training = Quick.Training with
            {
                Joint =
            Quick.Training.Joint with { Epochs = 0 },
                FineTuning = Quick.Training.FineTuning with { Teacher = FineTuneTeacher.None }
            }
        };

    /// <summary>The levels are cut and not trained, so that the student soon does better than they.</summary>
    internal static PruningOptions Climbing { get; } = Quick with
    {
        Chain = TeacherChain.Explicit(0.6, 0.55),
        Task = new PruningTask(
            (output, y) => nn.functional.cross_entropy(output, y), (output, y) => nn.functional.cross_entropy(output, y).ToDouble(), "loss",
            higherIsBetter: false),
        Training = Quick.Training with
        {
            Joint = Quick.Training.Joint with { Epochs = 1 },
            LearningRate =
            1e-9,
            FineTuning = Quick.Training.FineTuning with { LearningRate = 0.02 },
            MultiplyAddBudget = 3e8
        },
    };

    private static readonly long Scoring = 2 * 32 * 3 * TinyCost.Whole;

    [Theory]
    [InlineData(LevelExecution.Slim, 0.4)]
    [InlineData(LevelExecution.Masked, 0.4)]
    [InlineData(LevelExecution.Slim, 0)]
    public void A_step_of_a_session_costs_its_passes(LevelExecution execution, double distillation)
    {
        using var session = Start(
            new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Execution = execution, Distillation = new() { Weight = distillation } });
        var (x, y) = (TrainSet.Inputs[..5], TrainSet.Labels[..5]);
        Assert.Equal(0, session.MultiplyAdds);
        session.ScoreOriginal(x, y);
        Assert.Equal(5 * 3 * TinyCost.Whole, session.MultiplyAdds);
        session.UpdateMasks();
        var before = session.MultiplyAdds;
        session.Backward(x, y);

        Assert.Equal(TinyCost.Whole, TinyCost.Of(session.Levels[2].Mask));
        Assert.InRange(TinyCost.Of(session.Student.Mask), 1, TinyCost.Whole / 2);
        var levels = session.Levels.Sum(l => execution == LevelExecution.Masked ? TinyCost.Whole : TinyCost.Of(l.Mask));
        var original = distillation > 0 ? TinyCost.Whole : 0;
        Assert.Equal(5 * (original + 3 * levels), session.MultiplyAdds - before);
    }

    [Fact]
    public void With_the_cascaded_rule_a_pruned_largest_level_costs_a_pass_of_the_original_more()
    {
        using var session = Start(new()
        {
            Chain = TeacherChain.Explicit(0.6, 0.3),
            Scorer =
            Saliency.CascadedGate(),
            Execution = LevelExecution.Masked,
            Distillation = new() { Weight = 0 }
        });
        session.Backward(TrainSet.Inputs[..5], TrainSet.Labels[..5]);
        Assert.Equal(5 * 3 * 3 * TinyCost.Whole, session.MultiplyAdds);
        session.Backward(TrainSet.Inputs[..5], TrainSet.Labels[..5], score: false);
        Assert.Equal(5 * (3 + 2) * 3 * TinyCost.Whole, session.MultiplyAdds);
    }

    [Fact]
    public void Levels_that_are_not_drawn_cost_nothing()
    {
        var options = Quick with
        {
            Execution = LevelExecution.Masked,
            Sampling = LevelSampling.Every(2),
            Distillation = new() { Teacher = LevelTeacher.Original },
            Training = Quick.Training with
            {
                Joint =
                Quick.Training.Joint with { Epochs = 1 },
                FineTuning = Quick.Training.FineTuning with { Epochs = 0 }
            },
        };
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options);
        // Three levels in the first and the third step of 32 samples, the student alone in the second.
        Assert.Equal(Scoring + 32 * (3 + 3 * (3 + 1 + 3)) * TinyCost.Whole, result.Report.TrainingMultiplyAdds);
    }

    [Fact]
    public void A_phase_with_fixed_masks_costs_as_much_as_the_same_steps_before_it()
    {
        var options = Quick with
        {
            Training =
            Quick.Training with
            {
                Joint = Quick.Training.Joint with { Epochs = 0, FixedMaskEpochs = 2, RecalibrationBatches = 2 },
                FineTuning = Quick.Training.FineTuning with { Epochs = 0 }
            }
        };
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options);
        var levels = result.Levels.Sum(l => TinyCost.Of(result.Mask(l)));
        Assert.Equal(Scoring + 2 * Epoch * (TinyCost.Whole + 3 * levels), result.Report.TrainingMultiplyAdds);
    }

    [Theory]
    [InlineData(FineTuneTeacher.None, 0.4)]
    [InlineData(FineTuneTeacher.Original, 0.4)]
    [InlineData(FineTuneTeacher.Ensemble, 0.4)]
    [InlineData(FineTuneTeacher.Ensemble, 0)]
    public void Fine_tuning_costs_the_students_passes_and_its_teachers_forward(FineTuneTeacher teacher, double distillation)
    {
        var options =
            OneShot with
            {
                Distillation = new() { Weight = distillation },
                Training =
                OneShot.Training with { FineTuning = OneShot.Training.FineTuning with { Teacher = teacher } }
            };
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options);
        var teachers = (teacher, distillation) switch
        {
            (FineTuneTeacher.None, _) or (_, 0) => 0,
            (FineTuneTeacher.Original, _) => TinyCost.Whole,
            _ => TinyCost.Of(result.Mask("assistant 1")) + 2 * TinyCost.Whole,
        };
        Assert.Equal(Scoring + 2 * Epoch * (3 * TinyCost.Of(result.Mask()) + teachers), result.Report.TrainingMultiplyAdds);
    }

    [Theory]
    [InlineData(2.4, FineTuneTeacher.None, 2)]
    [InlineData(2.6, FineTuneTeacher.None, 3)]
    [InlineData(0.4, FineTuneTeacher.None, 0)]
    [InlineData(-1, FineTuneTeacher.None, 0)]
    [InlineData(1.6, FineTuneTeacher.Original, 2)]
    public void A_budget_gives_as_many_epochs_as_come_nearest_to_it(double epochs, FineTuneTeacher teacher, int expected)
    {
        var options = OneShot with
        {
            Training =
            OneShot.Training with { FineTuning = OneShot.Training.FineTuning with { Teacher = teacher, Epochs = 7 } }
        };
        var epoch = Epoch * (3 * StudentCost() + (teacher == FineTuneTeacher.Original ? TinyCost.Whole : 0));
        var recorder = new Recorder();
        // A budget below what the first scores take is met by no epoch.
        using var result = HierarchicalPruner.Run(
            TrainedNet(), Data(),
            options with { Training = options.Training with { MultiplyAddBudget = Math.Max(1, Scoring + epochs * epoch) } }, recorder);
        Assert.Equal(Scoring + expected * epoch, result.Report.TrainingMultiplyAdds);
        Assert.Equal(expected, recorder.Reports.Select(r => r.Epoch).DefaultIfEmpty().Max());
        Assert.All(recorder.Reports, r => Assert.Equal((PruningPhase.FineTune, expected), (r.Phase, r.Epochs)));
    }

    [Fact]
    public void A_budget_that_is_spent_before_the_warm_up_is_over_gives_no_epoch()
    {
        var training = OneShot.Training with
        {
            LearningRateSchedule =
            LearningRateSchedule.Cosine(warmUpEpochs: 2),
            FineTuning = OneShot.Training.FineTuning with { Epochs = 1 }
        };
        foreach (var (epochs, expected) in new[] { (2, 0), (3, 3) })
        {
            var options = OneShot with { Training = training with { MultiplyAddBudget = Scoring + epochs * Epoch * 3 * StudentCost() } };
            using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options);
            Assert.Equal(Scoring + expected * Epoch * 3 * StudentCost(), result.Report.TrainingMultiplyAdds);
        }
    }

    [Fact]
    public void A_budget_that_never_ends_leaves_it_to_patience()
    {
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(
            TrainedNet(), Data(), Climbing with
            {
                Training =
                Climbing.Training with { MultiplyAddBudget = 1e300, FineTuning = Climbing.Training.FineTuning with { Patience = 4 } }
            },
            recorder);
        Assert.Contains(recorder.Reports, r => r.Teacher == "original");
        var last = recorder.Reports
            .Where(r => r.Phase == PruningPhase.FineTune && r.Metrics.Count > 0)
            .Select(r => r.Metrics[0].Metric)
            .ToArray();
        Assert.Equal(4, last.Length - 1 - Array.IndexOf(last, last.Min()));
    }

    [Fact]
    public void A_dearer_teacher_leaves_fewer_epochs_of_the_budget()
    {
        List<double> rates = [];
        optim.Optimizer? optimizer = null;
        var recorder = new Recorder(p =>
        {
            if (p.Phase == PruningPhase.FineTune && p.Metrics.Count == 0) rates.Add(optimizer!.ParamGroups.Single().LearningRate);
        });
        var options = Climbing with
        {
            Training = Climbing.Training with { Optimizer = (parameters, rate) => optimizer = optim.SGD(parameters, rate) },
        };
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options, recorder);

        var epochs = recorder.Reports.Where(r => r.Phase == PruningPhase.FineTune && r.Metrics.Count > 0).ToArray();
        var climbed = epochs.Count(r => r.Teacher == "original");
        Assert.InRange(climbed, 2, epochs.Length - 1);
        Assert.True(epochs.Length < epochs[0].Epochs, "There are as many epochs as were planned.");
        // The last epoch comes nearest to the budget, and the rate comes to its end.
        var student = 3 * TinyCost.Of(result.Mask());
        Assert.InRange(
            result.Report.TrainingMultiplyAdds, Climbing.Training.MultiplyAddBudget!.Value - Epoch * (student + TinyCost.Whole) / 2,
            Climbing.Training.MultiplyAddBudget.Value + Epoch * (student + TinyCost.Whole) / 2);
        Assert.InRange(rates[^1], 0, 0.1 * rates[0]);
        Assert.Equal(rates.OrderDescending(), rates);
    }

    /// <summary>The original's scores decide over the masks alone.</summary>
    private long StudentCost()
    {
        using var result =
            HierarchicalPruner.Run(
                TrainedNet(), Data(),
                OneShot with { Training = OneShot.Training with { FineTuning = OneShot.Training.FineTuning with { Epochs = 0 } } });
        Assert.Equal(Scoring, result.Report.TrainingMultiplyAdds);
        return TinyCost.Of(result.Mask());
    }

    private PruningSession Start(SessionOptions options) => Own(HierarchicalPruner.Start(TrainedNet(), TrainSet.Inputs[..8], options));
}
