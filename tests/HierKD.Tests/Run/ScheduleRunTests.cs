using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace HierKD.Tests.Run;

/// <summary>Whole runs along other schedules of rates, ratios and statistics.</summary>
public sealed class ScheduleRunTests : RunTest
{
    [Theory]
    [InlineData(null, 0.02)]
    [InlineData(0.07, 0.07)]
    public void Each_phase_steps_with_the_rates_of_its_schedule(double? fineTuning, double tuned)
    {
        List<optim.Optimizer> optimizers = [];
        List<(PruningPhase, double)> rates = [];
        var training = Quick.Training with
        {
            Joint = Quick.Training.Joint with { Epochs = 3 },
            FineTuning = Quick.Training.FineTuning with { LearningRate = fineTuning },
            LearningRateSchedule = LearningRateSchedule.CosineCycles(epochs: 1, decay: 0.5, warmUpEpochs: 1),
            Optimizer = (parameters, rate) =>
            {
                optimizers.Add(optim.SGD(parameters, rate));
                return optimizers[^1];
            },
        };
        var recorder = new Recorder(p =>
        {
            if (p.Metrics.Count == 0) rates.Add((p.Phase, optimizers[^1].ParamGroups.Single().LearningRate));
        });
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Training = training }, recorder);

        double[] joint = [0, 1 / 3.0, 2 / 3.0, 1, 0.75, 0.25, 0.5, 0.375, 0.125];
        Assert.Equal(
            Enumerable.Repeat(PruningPhase.Joint, 9).Concat(Enumerable.Repeat(PruningPhase.FineTune, 6)), rates.Select(r => r.Item1));
        TensorAssert.Close(
            joint.Select(f => 0.02 * f).Concat(joint[..6].Select(f => tuned * f)).ToArray(), rates.Select(r => r.Item2).ToArray(), 1e-12);
    }

    public static TheoryData<LearningRateSchedule, RatioSchedule> Schedules => new()
    {
        { LearningRateSchedule.CosineCycles(), RatioSchedule.Linear() },
        { LearningRateSchedule.Constant(0.5), RatioSchedule.Steps(2) },
        { LearningRateSchedule.Steps([0.5]), RatioSchedule.Immediate },
        { LearningRateSchedule.Of(at => 1 - at.Progress), RatioSchedule.Linear(0.7) },
        { LearningRateSchedule.From(o => optim.lr_scheduler.ExponentialLR(o, 0.8)), RatioSchedule.Steps(3, 0.6) },
    };

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Every_schedule_reaches_the_ratios(LearningRateSchedule rates, RatioSchedule ratios)
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(
            net, Data(), Quick with
            {
                Training =
                Quick.Training with { LearningRateSchedule = rates, Joint = Quick.Training.Joint with { Shrinking = ratios } }
            });
        Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
        Assert.Equal(OrdinaryTraining.Accuracy(net, ValidationSet.Inputs, ValidationSet.Labels), result.Report.Student.Metric, 6);
    }

    [Fact]
    public void A_phase_shorter_than_the_interval_trains_its_levels_at_their_sizes()
    {
        var scorer = new RecordingScorer(GradientSource.OwnLevel);
        var options =
            Quick with
            {
                Scorer = scorer,
                Training = Quick.Training with
                {
                    Joint = Quick.Training.Joint with { Epochs = 1, MaskInterval = 1000 },
                    FineTuning = Quick.Training.FineTuning with { Epochs = 0 }
                }
            };
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options);
        // The first of three steps is trained with all filters, the last, past two thirds, with the final ones: the assistant and then the
        // student, of three groups each.
        Assert.Equal([21, 21, 21, 12, 12, 12], scorer.Calls.TakeLast(6).Select(c => c.Kept));
        Assert.Equal(12, result.Mask().Kept);
    }

    [Theory]
    [InlineData(PrivateParts.All)]
    [InlineData(PrivateParts.None)]
    public void Levels_are_recalibrated_before_they_are_measured_and_cut(PrivateParts parts)
    {
        var net = TrainedNet();
        var training = Quick.Training with
        {
            FineTuning =
            Quick.Training.FineTuning with { Epochs = 0 },
            Joint = Quick.Training.Joint with { RecalibrationBatches = 2 }
        };
        using var result = HierarchicalPruner.Run(net, Data(), Quick with { Private = parts, Training = training });
        Assert.Equal(2, net.get_buffer("features.8.num_batches_tracked")!.item<long>());
        // What is measured is what the model has become.
        Assert.Equal(OrdinaryTraining.Accuracy(net, ValidationSet.Inputs, ValidationSet.Labels), result.Report.Student.Metric, 6);
        foreach (var level in result.Levels)
        {
            var path = TemporaryFile("level.hierkd");
            result.Save(path, level);
            using var loaded = SlimModel.Load(path, () => TinyNet.Seeded(77));
            Assert.Equal(2, loaded.get_buffer("features.1.num_batches_tracked")!.item<long>());
        }
    }

    [Fact]
    public void Recalibration_takes_what_batches_there_are_and_leaves_no_tensor()
    {
        var net = TrainedNet();
        var options = Quick with
        {
            Training = Quick.Training with
            {
                FineTuning =
            Quick.Training.FineTuning with { Epochs = 0 },
                Joint = Quick.Training.Joint with { RecalibrationBatches = 100 }
            }
        };
        LiveTensors.AssertNoneLeft(() => HierarchicalPruner.Run(net, Data(), options).Dispose());
        Assert.Equal(3, net.get_buffer("features.1.num_batches_tracked")!.item<long>());
    }

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void Free_masks_have_their_ratios_and_the_student_reloads(LevelExecution execution)
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(
            net, Data(), Quick with { NestedMasks = false, Execution = execution, Scorer = Saliency.CascadedGate() });
        Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
        var path = TemporaryFile("student.hierkd");
        result.Save(path);
        using var loaded = SlimModel.Load(path, () => TinyNet.Seeded(77));
        Assert.Equal(OrdinaryTraining.OutputBits(net, ValidationSet.Inputs), OrdinaryTraining.OutputBits(loaded, ValidationSet.Inputs));
    }

    [Fact]
    public void Wide_gaps_are_warned_of_where_teachers_choose_the_filters()
    {
        var (level, text) = Assert.Single(Warnings(TeacherChain.Explicit(0.6, 0.1), Saliency.CascadedGate()));
        Assert.Equal(LogLevel.Warning, level);
        Assert.StartsWith(
            "The largest keeps 2.25x as much as its student. What counts is the size ratio of neighbours", text, StringComparison.Ordinal);
        Assert.Empty(Warnings(TeacherChain.Plan(0.6).Chain, Saliency.CascadedGate()));
        Assert.Empty(Warnings(TeacherChain.Explicit(0.6, 0.1), Saliency.GateGradient()));

        IEnumerable<(LogLevel Level, string Text)> Warnings(TeacherChain chain, ISaliencyScorer scorer)
        {
            var logger = new Lines();
            HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Chain = chain, Scorer = scorer }, logger: logger).Dispose();
            return logger.Written.Where(l => l.Level == LogLevel.Warning);
        }
    }
}
