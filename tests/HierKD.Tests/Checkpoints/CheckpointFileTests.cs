using HierKD.Tests.Run;

namespace HierKD.Tests.Checkpoints;

/// <summary>Checkpoints that are not this run's, or not whole, are refused with the reason.</summary>
public sealed class CheckpointFileTests : RunTest
{
    private static readonly PruningOptions Short = Quick with { Training = Quick.Training with { FineTuneEpochs = 1 } };

    [Fact]
    public void What_differs_is_named()
    {
        var options = Written();
        Refused(options with { Training = options.Training with { LearningRate = 0.5 } }, "LearningRate was 0.02, now 0.5");
        Refused(options with { Chain = TeacherChain.Uniform(0.5, 1) }, "Chain was ChainLevel { Name = student, Ratio = 0.6");
        Refused(options with { Scorer = Saliency.Magnitude() }, "GateGradientScorer");
        Refused(options with { Seed = 7 }, "Seed was 0, now 7");
        Refused(options with { Training = options.Training with { FineTuneLearningRate = 0.5 } }, "FineTuneLearningRate was none, now 0.5");
        Refused(options with { Training = options.Training with { FineTuneTeacher = FineTuneTeacher.None } }, "FineTuneTeacher was Ladder, now None");
    }

    [Fact]
    public void Another_models_checkpoint_is_refused()
    {
        var options = Written();
        var failure = Assert.Throws<InvalidDataException>(() => HierarchicalPruner.Run(Own(TinyNet.Seeded(seed: 99)), Data(), options));
        Assert.Contains("the model's weights", failure.Message);
    }

    [Fact]
    public void A_file_that_is_cut_short_or_something_else_is_refused()
    {
        var options = Written();
        var path = options.Checkpoint!.Path;
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^100]);
        Refused(options, path);
        SafetensorsWeights.Save(TrainedNet(), path);
        Refused(options, "no checkpoint of a run");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named_before_anything_is_trained()
    {
        var path = Path.Combine(TemporaryFile("missing"), "run.checkpoint");
        var failure = Assert.Throws<ArgumentException>(() => HierarchicalPruner.Run(TrainedNet(), Data(), Short with { Checkpoint = new(path) }));
        Assert.Contains("there is no folder", failure.Message);
    }

    [Fact]
    public void A_complete_run_leaves_its_checkpoint_only_if_asked_to()
    {
        var path = TemporaryFile("run.checkpoint");
        using (HierarchicalPruner.Run(TrainedNet(), Data(), Short with { Checkpoint = new(path) })) { }
        Assert.False(File.Exists(path));
        using (HierarchicalPruner.Run(TrainedNet(), Data(), Short with { Checkpoint = new(path) { Keep = true } })) { }
        Assert.True(File.Exists(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!, "run.*"));
    }

    [Fact]
    public void An_optimizer_without_a_state_to_save_is_named()
    {
        var options = Short with { Checkpoint = new(TemporaryFile("run.checkpoint")), Training = Short.Training with { Optimizer = (parameters, _) => new Idle(parameters) } };
        var failure = Assert.Throws<ArgumentException>(() => HierarchicalPruner.Run(TrainedNet(), Data(), options));
        Assert.Contains("Idle", failure.Message);
    }

    [Fact]
    public void Writing_and_restoring_leave_no_tensors_behind()
    {
        var options = Written();
        var (fresh, resumed) = (TrainedNet(), TrainedNet());
        LiveTensors.AssertNoneLeft(() => HierarchicalPruner.Run(fresh, Data(), options with { Checkpoint = new(TemporaryFile("new.checkpoint")) }).Dispose());
        LiveTensors.AssertNoneLeft(() => HierarchicalPruner.Run(resumed, Data(), options).Dispose());
    }

    private PruningOptions Written()
    {
        var options = Short with { Checkpoint = new(TemporaryFile("run.checkpoint")) { Keep = true } };
        using (HierarchicalPruner.Run(TrainedNet(), Data(), options)) { }
        return options;
    }

    private void Refused(PruningOptions options, string what)
    {
        var net = TrainedNet();
        var before = ModelBits.Of(net);
        var failure = Assert.Throws<InvalidDataException>(() => HierarchicalPruner.Run(net, Data(), options));
        Assert.Contains(what, failure.Message);
        Assert.Equal(before, ModelBits.Of(net));
    }

    /// <summary>Trains nothing and has no state.</summary>
    private sealed class Idle(IEnumerable<TorchSharp.Modules.Parameter> held) : optim.Optimizer(0)
    {
        public override IEnumerable<TorchSharp.Modules.Parameter> parameters() => held;
    }
}
