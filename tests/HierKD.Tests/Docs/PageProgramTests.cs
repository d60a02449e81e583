using HierKD.Tests.Run;
using HierKD.Tests.Storage;
using Readme;
using Readme.GettingStarted;

namespace HierKD.Tests.Docs;

/// <summary>The programs of the pages below docs run, and do what the pages say.</summary>
public sealed class PageProgramTests : RunTest
{
    [Fact]
    public void Getting_started_leaves_a_smaller_network_and_a_report() => InFolderOf(TemporaryFile("x"), () =>
    {
        var output = ConsoleOutput.Of(GettingStarted.Run);
        Assert.Contains("parameters are left.", output, StringComparison.Ordinal);
        Assert.Contains(">student</th>", File.ReadAllText("report.html"), StringComparison.Ordinal);
        using var small = SlimModel.Load("mynet-small.hierkd", () => new MyNet());
        using var whole = new MyNet();
        Assert.True(Recount.Parameters(small) < 0.5 * Recount.Parameters(whole));
    });

    [Fact]
    public void Progress_is_told()
    {
        FilterMask? mask = null;
        var before = SynchronizationContext.Current;
        var output = ConsoleOutput.Of(() =>
        {
            // What Progress<T> posts is done at once, not on a thread pool some time later.
            SynchronizationContext.SetSynchronizationContext(new AtOnce());
            try
            {
                mask = WhileItWorks.Run(TrainedNet(), Data(), Quick);
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(before);
            }
        });
        Assert.Equal(12, mask!.Kept);
        Assert.Contains("FineTune, epoch 2 of 2: student ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_fastest_is_said()
    {
        ComputationChoice? choice = null;
        var output = ConsoleOutput.Of(() => choice = FastestComputation.Run(TrainedNet(), Data()));
        Assert.Equal($"{choice}", output.Trim());
        Assert.Equal(4, choice!.Candidates.Count);
    }

    [Fact]
    public void What_timing_widths_brought_is_said()
    {
        IReadOnlyList<WidthChoice> choices = [];
        var output = ConsoleOutput.Of(() => choices = WidthsByTime.Run(TrainedNet(), Data()));
        Assert.Equal("student", Assert.Single(choices).Level);
        Assert.Equal($"{choices[0]}", output.Trim());
    }

    [Fact]
    public void The_packages_page_runs() => InFolderOf(
        TemporaryFile("x"),
        () => ConsoleOutput.Of(() => PackageProgram.Run(TrainedNet(), TrainSet.Batches(32, 3), ValidationSet.Batches(64))));

    [Fact]
    public void What_is_cut_without_training_is_saved_and_read() => InFolderOf(TemporaryFile("x"), () =>
    {
        var model = TrainedNet();
        var before = Recount.Parameters(model);
        Assert.Contains(
            " multiply-adds stay.", ConsoleOutput.Of(() => DiscoveryAndFiles.Cut(model, TrainSet.Inputs[..4])), StringComparison.Ordinal);
        using var small = SlimModel.Load("mynet-cut.hierkd", () => new TinyNet());
        Assert.True(Recount.Parameters(small) < before);
        RequireSameOutputs(model, small);
    });

    [Fact]
    public void Every_target_of_the_page_is_met()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = MyData.Lines(64);
        foreach (var options in ChoosingATarget.Options())
        {
            manual_seed(1);
            using var model = new MyNet();
            using var result = HierarchicalPruner.Run(
                model, new PruningData(new TensorBatches(images, labels, batchSize: 32), new TensorBatches(images, labels)),
                options with { Training = Quick.Training });
            var (cost, mask) = (result.Graph.Cost, result.Mask());
            if (options.Chain.Measure == Measure.MultiplyAdds)
            {
                Assert.True(cost.MultiplyAdds(mask) <= 0.2 * cost.MultiplyAdds(FilterMask.Full(result.Graph)));
            }
            else Assert.Equal(options.Chain.Student.Ratio, mask.Ratio, 0.05);
            Assert.Equal(options.Discovery.ExcludedLayers.Count == 0, model.state_dict()["features.4.weight"].shape[0] < 32);
        }
    }

    [Fact]
    public void Limits_of_the_page_hold()
    {
        var options = PartsOfAModel.Limited();
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options with { Training = Quick.Training });
        LimitPropertyTests.RequireWithin(options.Limits, result.Mask());
        Assert.Equal(18, result.Mask().Kept);
    }

    [Fact]
    public void What_the_page_excludes_can_be_excluded()
    {
        var options = PartsOfAModel.Excluded();
        Assert.Equal(["classifier", "features.*.conv1"], options.ExcludedLayers);
        var graph = FilterGraph.Discover(
            TrainedNet(), TrainSet.Inputs[..4], options with { ExcludedLayers = ["classifier"], PruneFirstLayer = true });
        Assert.Equal(["features.0", "features.4"], graph.Groups.Select(g => g.Name));
    }

    [Fact]
    public void The_sensitivity_of_the_page_is_measured_and_followed() => InFolderOf(TemporaryFile("x"), () =>
    {
        var model = TrainedNet();
        PruningOptions? options = null;
        var output = ConsoleOutput.Of(() => options = PartsOfAModel.Sensitive(model, Data()));
        Assert.Contains("classifier.0", output, StringComparison.Ordinal);
        Assert.Contains("<svg", File.ReadAllText("sensitivity.html"), StringComparison.Ordinal);
        using var result = HierarchicalPruner.Run(model, Data(), options! with { Training = Quick.Training });
        Assert.Equal(12, result.Mask().Kept);
    });

    [Fact]
    public void Every_stage_leaves_a_file_for_the_network_that_was_given() => InFolderOf(TemporaryFile("x"), () =>
    {
        var model = TrainedNet();
        ChoosingATarget.Sequential(model, Data());
        using var small = SlimModel.Load("quarter.hierkd", () => new TinyNet());
        RequireSameOutputs(model, small);
        using var half = SlimModel.Load("half.hierkd", () => new TinyNet());
        Assert.True(Recount.Parameters(small) < Recount.Parameters(half));
    });

    [Fact]
    public void Every_level_can_be_saved() => InFolderOf(TemporaryFile("x"), () =>
    {
        ChoosingATarget.Family(TrainedNet(), Data());
        Assert.Equal(
            ["mynet-assistant-1.hierkd", "mynet-largest.hierkd", "mynet-student.hierkd"],
            Directory.GetFiles(".", "*.hierkd").Select(file => Path.GetFileName(file)).Order());
    });

    [Fact]
    public void The_criterion_that_listens_prunes()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Scorer = new Loudness() });
        Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
    }

    [Fact]
    public void The_loop_leaves_a_student_that_can_be_trained_further() => InFolderOf(TemporaryFile("x"), () =>
    {
        var model = TrainedNet();
        (FilterMask Mask, PruningReport Report)? run = null;
        var output = ConsoleOutput.Of(
            () => run = OwnLoop.Run(model, TrainSet.Inputs[..4], TrainSet.Batches(8, 3), ValidationSet.Batches(64), epochs: 4));
        var made = run!.Value;
        Assert.Equal(0.4, 1 - made.Mask.Ratio, 0.02);
        Assert.Contains(
            "epoch 4: student 0.", output.Replace("student 1.", "student 0.", StringComparison.Ordinal), StringComparison.Ordinal);
        var tuned = OwnLoop.FineTune(model, made.Mask, made.Report, TrainSet.Batches(8, 3), ValidationSet.Batches(64));
        Assert.Equal("student, joint phase", tuned.Lines[^2].Name);
        Assert.Contains("student, joint phase", File.ReadAllText("report.html"), StringComparison.Ordinal);
        using var small = SlimModel.Load("mynet-small.hierkd", () => new TinyNet());
        RequireSameOutputs(model, small);
    });

    [Fact]
    public void The_loop_finds_its_epoch_again() => InFolderOf(TemporaryFile("x"), () =>
    {
        using var session = HierarchicalPruner.Start(TrainedNet(), TrainSet.Inputs[..4]);
        using var optimizer = optim.SGD(session.Parameters(), 0.1, momentum: 0.9);
        Assert.Equal(7, OwnLoop.Resume(session, optimizer, epoch: 7));
    });

    [Fact]
    public void Discovery_writes_a_picture() => InFolderOf(TemporaryFile("x"), () =>
    {
        var output = ConsoleOutput.Of(() => DiscoveryAndFiles.Discover(TrainedNet(), TrainSet.Inputs[..4]));
        Assert.Contains("filters", output, StringComparison.Ordinal);
        Assert.StartsWith("```mermaid\n", File.ReadAllText("graph.md"), StringComparison.Ordinal);
    });

    [Fact]
    public void Weights_are_read() => InFolderOf(TemporaryFile("x"), () =>
    {
        SafetensorsWeights.Save(TrainedNet(), "weights.safetensors");
        DiscoveryAndFiles.Weights();
        File.Move("weights.safetensors", "all.safetensors");
        var map = TrainedNet().state_dict().Keys.ToDictionary(key => key, _ => "all.safetensors");
        File.WriteAllText("model.safetensors.index.json", System.Text.Json.JsonSerializer.Serialize(new { weight_map = map }));
        DiscoveryAndFiles.Shards();
    });

    [Fact]
    public void Checkpoints_of_PyTorch_are_read() => InFolderOf(TemporaryFile("x"), () =>
    {
        using var net = TinyNet.Seeded();
        // PyTorch's files may lack the counts of batches, which are whole numbers.
        var tensors = net.state_dict().Where(t => t.Value.is_floating_point()).ToArray();
        PyTorchCheckpoint.Write("weights.pth", "", tensors, float32, "Float", isCheckpoint: false);
        DiscoveryAndFiles.PyTorchFile();
        PyTorchCheckpoint.Write("checkpoint.pth", "module.", tensors, float16, "Half", isCheckpoint: true);
        var output = ConsoleOutput.Of(DiscoveryAndFiles.Checkpoint);
        Assert.Contains(
            "skipped: classifier.3.weight, classifier.3.bias; converted: features.0.weight, ", output, StringComparison.Ordinal);
    });

    private void RequireSameOutputs(nn.Module<Tensor, Tensor> model, nn.Module<Tensor, Tensor> loaded)
    {
        using var scope = NewDisposeScope();
        model.eval();
        TensorAssert.Same(model.call(ValidationSet.Inputs), loaded.call(ValidationSet.Inputs));
    }

    internal static void InFolderOf(string path, Action work)
    {
        var folder = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = Path.GetDirectoryName(path)!;
            work();
        }
        finally
        {
            Environment.CurrentDirectory = folder;
        }
    }

    private sealed class AtOnce : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => d(state);
    }
}
