using HierKD.Tests.Run;
using Readme;

namespace HierKD.Tests.Docs;

/// <summary>The programs that README.md shows run, and do what it says.</summary>
public sealed class ReadmeTests : RunTest
{
    [Fact]
    public void The_custom_distillation_loss_teaches()
    {
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(
            TrainedNet(), Data(), Quick with { Distillation = new() { Loss = new SimilarityDistance("features.9") } }, recorder);
        Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
        Assert.Contains(recorder.Reports.SelectMany(r => r.Losses), l => l.Distillation > 1e-5);
    }

    [Fact]
    public void The_custom_distillation_loss_can_be_tried_without_a_model()
    {
        using var scope = NewDisposeScope();
        var own = tensor(new[] { 1.0, 0.0, 0.0, 2.0 }).reshape(2, 2);
        var teacher = tensor(new[] { 3.0, 3.0, 4.0, 4.0 }).reshape(2, 2);
        var step = new DistillationStep(
            zeros(2, 3), zeros(2, 3), zeros(2, dtype: int64), new Dictionary<string, FeaturePair> { ["m"] = new(own, teacher) });
        // Rows (1, 0) and (0, 1) against (3, 4) / 5 twice: (0.16 + 0.64 + 0.36 + 0.04) / 4.
        Assert.Equal(0.3, new SimilarityDistance("m").Compute(step).item<double>(), 12);
    }

    [Fact]
    public void A_run_that_can_be_interrupted_runs() => PageProgramTests.InFolderOf(TemporaryFile("x"), () =>
    {
        var model = TrainedNet();
        var whole = Recount.Parameters(model);
        ReadmeCheckpoint.Run(model, Data());
        Assert.True(Recount.Parameters(model) < 0.5 * whole);
        Assert.Equal(["mynet-small.hierkd"], Directory.GetFiles(".").Select(Path.GetFileName));
    });

    [Fact]
    public void The_program_runs()
    {
        using (var trained = TrainedNet()) trained.save(TemporaryFile("mynet.dat"));
        var output = ConsoleOutput.Of(() => PageProgramTests.InFolderOf(
            TemporaryFile("mynet.dat"),
            () => ReadmeProgram.Run(TrainSet.Inputs, TrainSet.Labels, ValidationSet.Inputs, ValidationSet.Labels)));

        foreach (var line in new[] { "original", "largest", "student, joint phase", "student " })
        {
            Assert.Contains("\n" + line, output, StringComparison.Ordinal);
        }
        using var small = SlimModel.Load(TemporaryFile("mynet-small.hierkd"), () => new TinyNet());
        Assert.InRange(OrdinaryTraining.Accuracy(small, ValidationSet.Inputs, ValidationSet.Labels), 0.8, 1);
        using var whole = new TinyNet();
        Assert.True(Recount.Parameters(small) < 0.5 * Recount.Parameters(whole));
    }

    [Fact]
    public void The_custom_criterion_prunes()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Scorer = new SquaredTaylor() });
        Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
    }

    [Fact]
    public void The_custom_criterion_ranks_as_the_gate_gradient_it_squares()
    {
        // Immediate masks come from the original's scores on one batch: with one number each, squaring changes no rank within a layer.
        var options = Quick with
        {
            Chain = TeacherChain.Explicit(0.5),
            Pruner = Pruner.PerLayer(),
            Training = Quick.Training with
            {
                Joint =
                    Quick.Training.Joint with { ScoringBatches = 1, Shrinking = RatioSchedule.Immediate, MaskInterval = 1000, Epochs = 1 },
                FineTuning = Quick.Training.FineTuning with { Epochs = 0 },
            },
        };
        using var own = HierarchicalPruner.Run(TrainedNet(), Data(), options with { Scorer = new SquaredTaylor() });
        using var builtIn = HierarchicalPruner.Run(TrainedNet(), Data(), options with { Scorer = Saliency.GateGradient() });
        Assert.Equal(
            builtIn.Graph.Groups.Select(g => string.Join(",", builtIn.Mask().KeptFilters(g))),
            own.Graph.Groups.Select(g => string.Join(",", own.Mask().KeptFilters(g))));
    }

    [Fact]
    public void A_strangers_pruner_and_distillation_loss_work_with_it()
    {
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with
        {
            Scorer = new SquaredTaylor(),
            Pruner = new EvenPruner(),
            Distillation = new() { Loss = new CosineDistance() },
        }, recorder);
        Assert.Equal([4, 4, 6], result.Graph.Groups.Select(g => result.Mask().KeptFilters(g).Length));
        Assert.All(recorder.Reports.SelectMany(r => r.Losses), l => Assert.InRange(l.Distillation, -1e-6, 2));
        Assert.Contains(recorder.Reports.SelectMany(r => r.Losses), l => l.Distillation > 1e-4);
    }
}
