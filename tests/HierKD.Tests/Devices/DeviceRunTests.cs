using HierKD.Tests.Run;

namespace HierKD.Tests.Devices;

/// <summary>Whole runs on a device.</summary>
public sealed class DeviceRunTests : DeviceTest
{
    // Masks that are chosen once: near a threshold rounding could choose others.
    private static readonly PruningOptions FixedMasks = Quick with
    {
        Training = Quick.Training with
        {
            Joint = Quick.Training.Joint with { Shrinking = RatioSchedule.Immediate, MaskInterval = 1000, FreezeMasksAt = 0.1 },
        },
    };

    [Fact]
    public void The_default_recipe_leaves_a_student_that_has_learned()
    {
        var (net, recipe) = (DeviceNet(), Recipe.Default(0.6));
        using var result = HierarchicalPruner.Run(net, DeviceData, recipe with
        {
            Training = recipe.Training with
            {
                Joint = recipe.Training.Joint with { Epochs = 3 },
                FineTuning = recipe.Training.FineTuning with { Epochs = 2 },
            },
        });
        RequireOnDevice(net);
        Assert.Equal(12, result.Mask().Kept);
        Assert.InRange(result.Report.Student.Metric, 0.5, 1);
    }

    [Fact]
    public void Levels_learn_the_same_slim_and_masked()
    {
        var slim = Run(FixedMasks with { Execution = LevelExecution.Slim });
        var masked = Run(FixedMasks with { Execution = LevelExecution.Masked });
        Assert.Equal(slim.Losses.Length, masked.Losses.Length);
        Assert.All(slim.Losses.Zip(masked.Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-2));
    }

    [Fact]
    public void Features_are_distilled()
    {
        var loss = DistillationLoss.Weighted(
            (1, DistillationLoss.SoftTargets()), (0.1, DistillationLoss.Hints("features.4", "classifier.0")),
            (0.1, DistillationLoss.AttentionTransfer("features.6")));
        Assert.All(Run(Quick with { Distillation = new() { Loss = loss } }).Losses, l => Assert.True(double.IsFinite(l)));
    }

    [Theory]
    [InlineData(MemoryFormat.ChannelsLast, ComputePrecision.AsGiven)]
    [InlineData(MemoryFormat.AsGiven, ComputePrecision.BFloat16)]
    [InlineData(MemoryFormat.ChannelsLast, ComputePrecision.BFloat16)]
    public void A_run_learns_in_another_format_and_precision(MemoryFormat format, ComputePrecision precision) =>
        Assert.InRange(Run(Quick with { MemoryFormat = format, Precision = precision }).Report.Student.Metric, 0.5, 1);

    [Fact]
    public void What_is_fastest_is_measured()
    {
        var report = Run(Quick with { MemoryFormat = MemoryFormat.Fastest, Precision = ComputePrecision.Fastest }).Report;
        Assert.Equal(4, report.Computation!.Candidates.Count);
        Assert.All(report.Computation.Candidates, c => Assert.True(c.Step is { MedianMilliseconds: > 0 } != c.LeftOut is not null, $"{c}"));
        Assert.InRange(report.Student.Metric, 0.5, 1);
    }

    [Fact]
    public void Batches_that_are_prepared_ahead_are_the_same()
    {
        var data = DeviceData;
        var ahead = new PruningData(data.Train, data.Validation) { Prefetch = 2 };
        TensorAssert.Close(Run(FixedMasks).Losses, Run(FixedMasks, ahead).Losses, 1e-2);
    }

    [Fact]
    public void A_frozen_teacher_that_is_asked_once_teaches_the_same()
    {
        var (once, always) = (Run(FixedMasks), Run(FixedMasks with { Training = FixedMasks.Training with { TeacherCacheBytes = 0 } }));
        TensorAssert.Close(always.Losses, once.Losses, 1e-2);
        Assert.True(once.Report.TrainingMultiplyAdds < always.Report.TrainingMultiplyAdds);
    }

    [Fact]
    public void Latency_is_measured()
    {
        var report = Run(Quick with { Latency = new() { BatchSizes = [1, 16], Rounds = 3 } }).Report;
        Assert.All(report.Lines, line => Assert.True(line.Latency.MedianMilliseconds > 0));
        Assert.All(report.Lines, line => Assert.Equal([1L, 16], line.LatencyAt.Select(l => l.BatchSize)));
    }

    [Fact]
    public void An_interrupted_run_goes_on()
    {
        var options = Quick with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        using var source = new CancellationTokenSource();
        var stop = new Recorder(p => { if ((p.Phase, p.Epoch, p.Step) == (PruningPhase.FineTune, 1, 2)) source.Cancel(); });
        Assert.Throws<PruningCanceledException>(
            () => HierarchicalPruner.Run(DeviceNet(), DeviceData, options, stop, cancellationToken: source.Token));
        var (net, recorder) = (DeviceNet(), new Recorder());
        using var result = HierarchicalPruner.Run(net, DeviceData, options, recorder);
        RequireOnDevice(net);
        Assert.All(recorder.Reports, r => Assert.Equal(PruningPhase.FineTune, r.Phase));
        Assert.Equal(12, result.Mask().Kept);
        Assert.InRange(result.Report.Student.Metric, 0.5, 1);
    }
}
