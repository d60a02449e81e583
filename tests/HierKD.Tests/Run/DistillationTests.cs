namespace HierKD.Tests.Run;

/// <summary>Whole runs with every distillation loss.</summary>
public sealed class DistillationTests : BadInputTest
{
    [Theory]
    [InlineData("logit distance")]
    [InlineData("decoupled")]
    [InlineData("DIST")]
    [InlineData("hints")]
    [InlineData("attention")]
    [InlineData("paper")]
    public void A_run_works_in_both_phases(string name)
    {
        var recorder = new Recorder();
        using var result =
            HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Distillation = new() { Loss = Loss(name) } }, recorder);
        Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
        foreach (var phase in new[] { PruningPhase.Joint, PruningPhase.FineTune })
        {
            var losses = recorder.Reports.Where(r => r.Phase == phase).SelectMany(r => r.Losses).ToArray();
            Assert.All(losses, l => Assert.Equal(l.Task + 0.4 * l.Distillation, l.Total, 4));
            Assert.Contains(losses, l => l.Distillation > 1e-4);
        }
    }

    [Theory]
    [InlineData("logit distance")]
    [InlineData("decoupled")]
    [InlineData("DIST")]
    [InlineData("pixel hints")]
    public void It_works_on_dense_outputs(string name)
    {
        using var net = PixelNet.Seeded();
        using var x = randn(24, 1, 6, 6);
        using var y = randint(0, 3, [24, 6, 6], dtype: int64);
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(
            net, new PruningData(new TensorBatches(x, y, 12), new TensorBatches(x, y)),
            Quick with { Chain = TeacherChain.Uniform(0.5, 1), Distillation = new() { Loss = Loss(name) } }, recorder);
        Assert.Contains(recorder.Reports.SelectMany(r => r.Losses), l => l.Distillation > 1e-4);
    }

    [Fact]
    public void Slim_and_masked_runs_see_the_same_losses()
    {
        var (slim, masked) = (Losses(LevelExecution.Slim), Losses(LevelExecution.Masked));
        Assert.Equal(slim.Length, masked.Length);
        // Single precision, and the same masks from the start.
        Assert.All(slim.Zip(masked), pair => Assert.Equal(pair.First, pair.Second, 1e-2));

        double[] Losses(LevelExecution execution)
        {
            var recorder = new Recorder();
            using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with
            {
                Execution = execution,
                Distillation = new() { Loss = Loss("paper") },
                Training = Quick.Training with
                {
                    Joint =
                    Quick.Training.Joint with { Shrinking = RatioSchedule.Immediate, MaskInterval = 1000, FreezeMasksAt = 0.1 }
                },
            }, recorder);
            return recorder.Reports.SelectMany(r => r.Losses).Select(l => l.Distillation).ToArray();
        }
    }

    [Fact]
    public void A_run_with_features_leaves_its_result_and_nothing_else()
    {
        var net = TrainedNet();
        LiveTensors.AssertNoneLeft(
            () => HierarchicalPruner.Run(net, Data(), Quick with { Distillation = new() { Loss = Loss("paper") } }).Dispose());
    }

    [Fact]
    public void A_module_that_does_not_exist_is_refused_at_the_door() =>
        Says(
            Refused<ArgumentException>(Data(), Quick with { Distillation = new() { Loss = DistillationLoss.Hints("features.44") } }),
            "options", "'features.44'", "'features.4'");

    [Fact]
    public void A_loss_that_throws_on_features_leaves_no_trace() =>
        Assert.Contains("no attention to transfer", Refused<InvalidOperationException>(Data(), Quick with
        {
            Distillation = new() { Loss = DistillationLoss.AttentionTransfer("classifier.0") }
        }).Message, StringComparison.Ordinal);

    [Fact]
    public void Labels_that_do_not_fit_the_loss_stop_the_run()
    {
        using var net = TinyNet.Seeded(outputs: 2);
        using var y = TrainSet.Inputs.flatten(1)[.., ..2].clone();
        var data = new PruningData(new TensorBatches(TrainSet.Inputs, y, 32), new TensorBatches(TrainSet.Inputs, y));
        Says(Refused<ArgumentException>(net, data, Quick with
        {
            Task = PruningTask.Regression(),
            Distillation = new() { Loss = DistillationLoss.DecoupledSoftTargets() }
        }), "options", "[32, 2] of Float32", "class indices [32]");
    }

    private static IDistillationLoss Loss(string name) => name switch
    {
        "logit distance" => DistillationLoss.LogitDistance(),
        "decoupled" => DistillationLoss.DecoupledSoftTargets(),
        "DIST" => DistillationLoss.Dist(),
        "hints" => DistillationLoss.Hints("features.4", "features.9", "classifier.0"),
        "pixel hints" => DistillationLoss.Hints("layers.3", "layers.8"),
        "attention" => DistillationLoss.AttentionTransfer("features", "features.6"),
        _ => DistillationLoss.Weighted(
            (0.4, DistillationLoss.SoftTargets(15, scaled: false)), (0.001, DistillationLoss.Hints("features.5", "features.7"))),
    };
}
