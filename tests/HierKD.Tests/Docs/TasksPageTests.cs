using HierKD.Models.SeveralTensors;
using HierKD.Tests.Run;
using Readme;

namespace HierKD.Tests.Docs;

/// <summary>What docs/tasks.md shows runs.</summary>
public sealed class TasksPageTests : RunTest
{
    private static readonly TrainingOptions Quickly = new()
    {
        Joint = new() { Epochs = 1, ScoringBatches = 1 },
        FineTuning = new() { Epochs = 1 },
        LearningRate = 0.01,
    };

    [Fact]
    public void Two_inputs()
    {
        using var scope = NewDisposeScope();
        using var result = TasksPage.PruneSiamese(randn(64, 1, 8, 8), randn(64, 1, 8, 8), rand(64, 1).round());
        Assert.Equal("AP", result.Report.MetricName);
        Assert.True(result.Report.Student.FiltersKept <= result.Graph.Filters / 2);
    }

    [Fact]
    public void Three_maps()
    {
        using var scope = NewDisposeScope();
        Tensor[] Maps() => [.. new[] { 8, 4, 2 }.SelectMany(side => new[] { rand(4, 4, side, side), rand(4, 4, side, side).round() })];
        var (model, data, options, forward) = TasksPage.PruneDetector([(randn(4, 3, 32, 32), Maps()), (randn(4, 3, 32, 32), Maps())]);
        using (model)
        using (var result = HierarchicalPruner.Run(model, data, options with { Training = Quickly }, forward: forward))
        {
            Assert.True(double.IsFinite(result.Report.Student.Metric));
        }
    }

    [Fact]
    public void A_head_for_training_alone()
    {
        using var scope = NewDisposeScope();
        using var model = new AuxiliarySegmenter();
        var data = new PruningData([(randn(4, 3, 8, 8), randint(0, 4, [4, 8, 8]))], [(randn(4, 3, 8, 8), randint(0, 4, [4, 8, 8]))]);
        using var result = HierarchicalPruner.Run(model, data, TasksPage.OfSegmenter() with { Training = Quickly });
        Assert.Equal("mIoU", result.Report.MetricName);
    }

    [Fact]
    public void Tasks_and_a_metric()
    {
        Assert.Equal(["top-1", "mIoU", "F1", "AP", "mae"], TasksPage.Tasks().Select(t => t.Metric.Name));
        using var scope = NewDisposeScope();
        var worst = new TasksPage.WorstError().Start();
        worst.Add([tensor(new float[] { 1, 2 })], (ones(2), tensor(new float[] { 1, 5 })));
        worst.Add([tensor(new float[] { 1, 2 })], (ones(2), tensor(new float[] { 1, 3 })));
        Assert.Equal(3, worst.Value);
    }

    [Fact]
    public void Teachers_from_outside()
    {
        using var scope = NewDisposeScope();
        foreach (var options in TasksPage.Teachers(TrainedNet(), randn(96, 4)))
        {
            using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options with { Training = Quickly });
            Assert.NotEqual("none", result.Report.Settings.Single(s => s.Name == "Distillation.External").Value);
        }
    }
}
