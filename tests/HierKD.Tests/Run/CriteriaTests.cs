namespace HierKD.Tests.Run;

public sealed class CriteriaTests : RunTest
{
    [Theory]
    [InlineData("gate")]
    [InlineData("cascaded")]
    [InlineData("cascaded, signed, SGD")]
    [InlineData("cascaded, signed, RMSProp")]
    [InlineData("magnitude 1")]
    [InlineData("magnitude 2")]
    [InlineData("Taylor, absolute")]
    [InlineData("Taylor, squared")]
    [InlineData("Taylor, absolute per weight")]
    [InlineData("Taylor, squared per weight")]
    [InlineData("FPGM")]
    [InlineData("mean activation")]
    [InlineData("APoZ")]
    [InlineData("random")]
    public void Every_scorer_reaches_the_ratio(string name)
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Scorer = Scorer(name) });
        Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
    }

    [Theory]
    [InlineData("mean activation")]
    [InlineData("APoZ")]
    [InlineData("Taylor, absolute")]
    public void Every_kind_of_scorer_works_on_levels_that_are_executed_masked(string name)
    {
        using var result =
            HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Scorer = Scorer(name), Execution = LevelExecution.Masked });
        Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
    }

    [Fact]
    public void The_scale_of_normalisations_scores_a_network_that_has_them_everywhere()
    {
        var network = TestNetwork.Named("cifar resnet");
        using var model = network.Create(float32);
        using var input = network.Input(float32);
        using var target = arange(3, dtype: int64);
        using var result = HierarchicalPruner.Run(model, new PruningData([(input, target)], [(input, target)]), new()
        {
            Chain = TeacherChain.Uniform(studentRatio: 0.4, assistants: 1),
            Scorer = Saliency.BatchNormScale(),
            Discovery = network.Options,
            Training = new()
            {
                Joint =
                new() { Epochs = 2, MaskInterval = 1, ScoringBatches = 1, FreezeMasksAt = 1 },
                FineTuning = new() { Epochs = 0 }
            },
        });
        Assert.Equal(result.Graph.Filters - (int)Math.Round(0.4 * result.Graph.Filters), result.Mask().Kept);
        Assert.Throws<ArgumentException>(
            "graph", () => HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Scorer = Saliency.BatchNormScale() }));
    }

    [Theory]
    [InlineData(ScoreNormalization.Max)]
    [InlineData(ScoreNormalization.Standardized)]
    [InlineData(ScoreNormalization.Rank)]
    public void Every_normalisation_reaches_the_ratio(ScoreNormalization normalization)
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Pruner = Pruner.GlobalThreshold(normalization) });
        Assert.Equal([12, 21, 30], result.Levels.Select(l => result.Mask(l).Kept));
    }

    [Fact]
    public void The_cascaded_rule_works_without_a_level_above()
    {
        using var result = HierarchicalPruner.Run(
            TrainedNet(), Data(), Quick with { Scorer = Saliency.CascadedGate(), Chain = TeacherChain.Explicit(0.6) });
        Assert.Equal(12, result.Mask().Kept);
    }

    [Fact]
    public void Magnitude_removes_the_filters_with_the_smallest_weights()
    {
        var net = TrainedNet();
        var weight = net.named_parameters().Single(p => p.name == "features.4.weight").parameter;
        using (no_grad())
        {
            foreach (var weak in new long[] { 1, 4, 6, 9 }) weight.select(0, weak).mul_(0.01);
        }

        using var result = HierarchicalPruner.Run(net, Data(), Quick with
        {
            Scorer = Saliency.Magnitude(),
            Pruner = Pruner.PerLayer(),
            Chain = TeacherChain.Explicit(0.4),
            Training = Quick.Training with
            {
                Joint = Quick.Training.Joint with { Shrinking = RatioSchedule.Immediate },
                FineTuning =
                Quick.Training.FineTuning with { Epochs = 0 }
            },
        });
        Assert.Equal([0, 2, 3, 5, 7, 8], result.Mask().KeptFilters(result.Graph.Groups[0]));
    }

    [Fact]
    public void Per_layer_takes_the_same_share_of_every_layer()
    {
        using var result =
            HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Pruner = Pruner.PerLayer(), Chain = TeacherChain.Uniform(0.5, 1) });
        Assert.Equal([5, 4, 6], result.Graph.Groups.Select(g => result.Mask().KeptFilters(g).Length));
    }

    [Fact]
    public void The_floor_holds()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with
        {
            Pruner = Pruner.GlobalThreshold(ScoreNormalization.None, minimumFilters: 4),
            Chain = TeacherChain.Uniform(0.6, 1),
        });
        Assert.All(result.Graph.Groups, g => Assert.Equal(4, result.Mask().KeptFilters(g).Length));
    }

    [Fact]
    public void Without_distillation_every_level_learns_from_the_task_alone()
    {
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Distillation = new() { Weight = 0 } }, recorder);
        Assert.All(recorder.Reports.SelectMany(r => r.Losses), l => Assert.Equal((0, l.Task), (l.Distillation, l.Total)));
        Assert.Equal(12, result.Mask().Kept);
    }

    [Fact]
    public void The_total_is_the_weighted_sum()
    {
        var recorder = new Recorder();
        using var result =
            HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Distillation = new() { Weight = 0.7, TaskWeight = 0.2 } }, recorder);
        var losses = recorder.Reports.SelectMany(r => r.Losses).ToArray();
        Assert.All(losses, l => Assert.InRange(l.Total - (0.2 * l.Task + 0.7 * l.Distillation), -1e-5, 1e-5));
        Assert.Contains(losses, l => l.Distillation > 0.01);
    }

    [Theory]
    [InlineData(PrivateParts.All)]
    [InlineData(PrivateParts.None)]
    [InlineData(PrivateParts.Norms)]
    [InlineData(PrivateParts.FirstLayer)]
    [InlineData(PrivateParts.Classifier)]
    public void Levels_share_what_is_not_private(PrivateParts parts)
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Private = parts });
        using var large = Load(result, "largest");
        using var small = Load(result, "assistant 1");
        var (largest, assistant) = (ModelBits.Of(large), ModelBits.Of(small));

        Assert.Equal(parts.HasFlag(PrivateParts.FirstLayer), !largest["features.0.weight"].SequenceEqual(assistant["features.0.weight"]));
        Assert.Equal(parts.HasFlag(PrivateParts.Norms), !largest["features.1.weight"].SequenceEqual(assistant["features.1.weight"]));
        Assert.Equal(parts.HasFlag(PrivateParts.Classifier), !largest["classifier.3.bias"].SequenceEqual(assistant["classifier.3.bias"]));
        // Levels of different width see different statistics behind the second convolution.
        Assert.False(largest["features.8.running_mean"].SequenceEqual(assistant["features.8.running_mean"]));
        Assert.Equal(12, result.Mask().Kept);
    }

    private TinyNet Load(PruningResult result, string level)
    {
        var path = TemporaryFile("level.hierkd");
        result.Save(path, level);
        return SlimModel.Load(path, () => TinyNet.Seeded(77));
    }

    private static ISaliencyScorer Scorer(string name) => name switch
    {
        "gate" => Saliency.GateGradient(),
        "cascaded" => Saliency.CascadedGate(),
        "cascaded, signed, SGD" => Saliency.CascadedGate(ScoreAccumulation.Sgd(), signed: true),
        "cascaded, signed, RMSProp" => Saliency.CascadedGate(ScoreAccumulation.RmsProp(), signed: true),
        _ => ScorerExecutionTests.Scorers[name],
    };
}
