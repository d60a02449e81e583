using HierKD.Tests.Run;

namespace HierKD.Tests.Checkpoints;

/// <summary>Checkpoints that are not this run's, or not whole, are refused with the reason.</summary>
public sealed class CheckpointFileTests : RunTest
{
    private static readonly PruningOptions Short =
        Quick with { Training = Quick.Training with { FineTuning = Quick.Training.FineTuning with { Epochs = 1 } } };

    [Fact]
    public void What_differs_is_named()
    {
        var options = Written();
        Refused(options with { Training = options.Training with { LearningRate = 0.5 } }, "LearningRate was 0.02, now 0.5");
        Refused(options with { Chain = TeacherChain.Uniform(0.5, 1) }, "Chain was ChainLevel { Name = student, Ratio = 0.6");
        Refused(options with { Scorer = Saliency.Magnitude() }, "GateGradientScorer");
        Refused(options with { Seed = 7 }, "Seed was 0, now 7");
        Refused(
            options with { Training = options.Training with { FineTuning = options.Training.FineTuning with { LearningRate = 0.5 } } },
            "FineTuning.LearningRate was none, now 0.5");
        Refused(
            options with
            {
                Training =
                options.Training with { FineTuning = options.Training.FineTuning with { Teacher = FineTuneTeacher.None } }
            },
            "FineTuning.Teacher was Ladder, now None");
    }

    [Fact]
    public void Parts_of_the_library_are_known_by_what_they_were_given()
    {
        var options = Written(Short with { Scorer = Saliency.Magnitude(1) });
        Refused(options with { Scorer = Saliency.Magnitude(2) }, "Magnitude");
        Refused(options with { Pruner = Pruner.GlobalThreshold(ScoreNormalization.None) }, "Pruner was ");
        Refused(
            options with { Distillation = options.Distillation with { Loss = DistillationLoss.SoftTargets(15) } },
            "SoftTargets(temperature: 15");
        Refused(options, "the batches of an epoch was 3, now 6", new PruningData(TrainSet.Batches(16, 3), ValidationSet.Batches(64)));
    }

    [Fact]
    public void Every_option_that_a_run_depends_on_is_in_the_file()
    {
        var options = Written();
        using var file = SafetensorsFile.Open(options.Checkpoint!.Path);
        var settings = CheckpointManifest.Of(options.Checkpoint.Path, file).Settings.Keys;
        // What discovery found is there as the removable filters, an optimizer by the kind of its state; the others change no bit of what
        // is trained.
        string[] others = [
            "Training", "Joint", "FineTuning", "Discovery", "Optimizer", "Latency", "Checkpoint", "Clock", "Computation", "GiveBackMemory",
            "EqualityContract"
        ];
        foreach (var (prefix, type) in new[]
        {
            ("", typeof(PruningOptions)), ("", typeof(TrainingOptions)),
            ("Joint.", typeof(JointPhaseOptions)), ("FineTuning.", typeof(FineTuningOptions))
        })
        {
            Assert.All(type.GetProperties().Select(p => p.Name).Except(others), name => Assert.Contains(prefix + name, settings));
        }
    }

    [SkippableFact]
    public void A_file_that_cannot_be_deleted_is_told_with_the_reason()
    {
        const string fixedFile = "/sys/kernel/uevent_seqnum";
        Skip.IfNot(File.Exists(fixedFile), "This system has no file that nobody can delete.");
        Assert.NotEmpty(new FinishedCheckpoint(fixedFile).Delete()!);
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
        var failure =
            Assert.Throws<ArgumentException>(() => HierarchicalPruner.Run(TrainedNet(), Data(), Short with { Checkpoint = new(path) }));
        Assert.Contains("there is no folder", failure.Message);
    }

    [Fact]
    public void A_saved_result_leaves_its_checkpoint_only_if_asked_to()
    {
        var path = TemporaryFile("run.checkpoint");
        Save(new(path));
        Assert.False(File.Exists(path));
        Save(new(path) { Keep = true });
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!, "run.*"));

        void Save(CheckpointOptions checkpoint)
        {
            using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Short with { Checkpoint = checkpoint });
            result.Save(TemporaryFile("student.hierkd"));
        }
    }

    [Fact]
    public void An_optimizer_without_a_state_to_save_is_named()
    {
        var options = Short with
        {
            Checkpoint =
            new(TemporaryFile("run.checkpoint")),
            Training = Short.Training with { Optimizer = (parameters, _) => new Idle(parameters) }
        };
        var failure = Assert.Throws<ArgumentException>(() => HierarchicalPruner.Run(TrainedNet(), Data(), options));
        Assert.Contains("Idle", failure.Message);
    }

    [Fact]
    public void Writing_and_restoring_leave_no_tensors_behind()
    {
        var options = Written();
        var (fresh, resumed) = (TrainedNet(), TrainedNet());
        LiveTensors.AssertNoneLeft(
            () => HierarchicalPruner.Run(fresh, Data(), options with { Checkpoint = new(TemporaryFile("new.checkpoint")) }).Dispose());
        LiveTensors.AssertNoneLeft(() => HierarchicalPruner.Run(resumed, Data(), options).Dispose());
    }

    private PruningOptions Written(PruningOptions? run = null)
    {
        var options = (run ?? Short) with { Checkpoint = new(TemporaryFile("run.checkpoint")) { Keep = true } };
        using (HierarchicalPruner.Run(TrainedNet(), Data(), options)) { }
        return options;
    }

    private void Refused(PruningOptions options, string what, PruningData? data = null)
    {
        var net = TrainedNet();
        var before = ModelBits.Of(net);
        var failure = Assert.Throws<InvalidDataException>(() => HierarchicalPruner.Run(net, data ?? Data(), options));
        Assert.Contains(what, failure.Message);
        Assert.Equal(before, ModelBits.Of(net));
    }

    /// <summary>Trains nothing and has no state.</summary>
    private sealed class Idle(IEnumerable<TorchSharp.Modules.Parameter> held) : optim.Optimizer(0)
    {
        public override IEnumerable<TorchSharp.Modules.Parameter> parameters() => held;
    }
}
