namespace HierKD.Tests.Run;

/// <summary>What the report of a run says beyond its table.</summary>
public sealed class ReportTests : RunTest
{
    [Fact]
    public void The_history_is_what_progress_was_told_with_and_without_a_listener()
    {
        var recorder = new Recorder();
        using var heard = HierarchicalPruner.Run(TrainedNet(), Data(), Quick, recorder);
        using var silent = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        var told = recorder.Reports
            .Where(p => p.Metrics.Count > 0)
            .Select(p => (p.Phase, p.Epoch, string.Join(",", p.Metrics), p.Teacher))
            .ToArray();
        Assert.Equal(4, told.Length);
        Assert.Equal(told, heard.Report.History.Select(e => (e.Phase, e.Epoch, string.Join(",", e.Metrics), e.Teacher)));
        Assert.Equal(told, silent.Report.History.Select(e => (e.Phase, e.Epoch, string.Join(",", e.Metrics), e.Teacher)));
        Assert.Equal(["student", "assistant 1", "largest"], heard.Report.History[0].Metrics.Select(m => m.Level));
        Assert.Equal(heard.Report.Lines.Single(l => l.Name == "largest").Metric, heard.Report.History[1].Metrics[2].Metric);
    }

    [Fact]
    public void Widths_are_those_of_the_levels_models()
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(net, Data(), Quick);
        Assert.Equal(["features.0", "features.4", "features.7", "classifier.0", "classifier.3"], result.Report.Layers.Select(l => l.Layer));
        Assert.Equal([6, 10, 8, 12, Patterns.Classes], result.Report.Layers.Select(l => l.Filters));
        foreach (var level in result.Levels)
        {
            using var model = result.Materialize(level, () => TinyNet.Seeded(77));
            var weights = model.named_parameters()
                .Where(p => p.name.EndsWith(".weight", StringComparison.Ordinal))
                .ToDictionary(p => p.name[..^".weight".Length], p => p.parameter.shape[0]);
            Assert.All(result.Report.Layers, layer => Assert.Equal(weights[layer.Layer], layer.Kept[level]));
        }
    }

    [Fact]
    public void Scores_count_the_filters_that_each_level_decided_about()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        Assert.Equal(
            [("student", 12, 9), ("assistant 1", 21, 9)], result.Report.Scores.Select(s => (s.Level, s.Kept.Sum(), s.Removed.Sum())));
        Assert.True(result.Report.Scores[0]
            .Quantile(result.Report.Scores[0].Kept, 0.5) > result.Report.Scores[0].Quantile(result.Report.Scores[0].Removed, 0.5));
        using var free = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { NestedMasks = false });
        Assert.Equal(2, free.Report.Scores.Count);
        Assert.All(free.Report.Scores, s => Assert.Equal(30, s.Kept.Sum() + s.Removed.Sum()));
    }

    [Fact]
    public void Every_option_is_told()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with
        {
            Seed = 41,
            Pruner = Pruner.Rounded(Pruner.PerLayer(minimumFilters: 3), 2),
            Distillation = new() { Loss = DistillationLoss.Weighted((0.5, DistillationLoss.SoftTargets(2))) }
        });
        var settings = result.Report.Settings.ToDictionary(s => s.Name, s => s.Value);
        string[] parts = [
            "Training", "Joint", "FineTuning", "Distillation", "Discovery", "Chain", "Latency", "Clock", "Computation", "EqualityContract"
        ];
        foreach (var (prefix, type) in new[]
        {
            ("", typeof(PruningOptions)), ("Training.", typeof(TrainingOptions)),
            ("Training.Joint.", typeof(JointPhaseOptions)), ("Training.FineTuning.", typeof(FineTuningOptions)),
            ("Distillation.", typeof(DistillationOptions)),
            ("Discovery.", typeof(DiscoveryOptions)), ("Latency.", typeof(LatencyOptions))
        })
        {
            Assert.All(type.GetProperties()
                .Where(p => !parts.Contains(p.Name)), p => Assert.Contains(prefix + p.Name, settings.Keys));
        }
        Assert.Equal("41", settings["Seed"]);
        Assert.Equal("removes 0.6 of the filters, weight 1", settings["Chain[student]"]);
        Assert.Equal("Pruner.Rounded(Pruner.PerLayer(minimumFilters: 3, minimumFraction: 0), multiple: 2)", settings["Pruner"]);
        Assert.Equal(
            "DistillationLoss.Weighted((0.5, DistillationLoss.SoftTargets(temperature: 2, scaled: true)))", settings["Distillation.Loss"]);
        Assert.Equal("Saliency.GateGradient(form: Consumers)", settings["Scorer"]);
        Assert.Matches("^SHA-256 [0-9A-F]{64}$", settings["Model.Weights"]);
        Assert.DoesNotContain(settings.Values, v => v.Length == 0);
    }

    [Fact]
    public void The_digest_is_that_of_the_weights_before_the_run()
    {
        using var one = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        using var same = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Seed = 3 });
        using var other = HierarchicalPruner.Run(Own(TinyNet.Seeded(5)), Data(), Quick);
        Assert.Equal(Digest(one), Digest(same));
        Assert.NotEqual(Digest(one), Digest(other));

        static string Digest(PruningResult result) => result.Report.Settings.Single(s => s.Name == "Model.Weights").Value;
    }

    [Fact]
    public void Versions_and_device_are_told()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        var environment = result.Report.Environment;
        Assert.Equal(typeof(Tensor).Assembly.GetName().Version!.ToString(3), environment.TorchSharp);
        Assert.Equal(
            (__version__, "cpu", System.Environment.ProcessorCount, get_num_threads()),
            (environment.LibTorch, environment.Device, environment.Processors, environment.Threads));
        Assert.Contains(
            environment.HierKD, result.Report.ToHtml().Replace("<wbr/>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal((nameof(TinyNet), true), (result.Report.Model, result.Report.HigherIsBetter));
    }
}
