using System.Text.RegularExpressions;

namespace HierKD.Tests.Run;

/// <summary>Runs that finish every level, and runs that prune in turn.</summary>
public sealed class LevelTrainingTests : RunTest
{
    private static readonly PruningOptions Family = Quick with
    {
        Training = Quick.Training with { Levels = LevelTraining.Family, FineTuning = new() { Epochs = 3 } },
    };

    private static readonly PruningOptions InTurn = Quick with
    {
        Training = Quick.Training with { Levels = LevelTraining.InTurn, FineTuning = new() { Epochs = 3 } },
    };

    [Fact]
    public void A_family_is_finished_from_the_largest_down()
    {
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Family, recorder);
        Assert.Equal(["student", "assistant 1", "largest"], result.Levels);
        var alone = recorder.Reports.Where(p => p.Phase == PruningPhase.FineTune && p.Metrics.Count > 0).ToArray();
        string[] expected = [.. new[] { "largest", "assistant 1", "student" }.SelectMany(level => Enumerable.Repeat(level, 3))];
        Assert.Equal(expected, alone.Select(p => p.Metrics.Single().Level));
        Assert.Equal([1, 2, 3, 1, 2, 3, 1, 2, 3], alone.Select(p => p.Epoch));
        Assert.All(alone.Take(3), p => Assert.Equal("original", p.Teacher));
        Assert.Contains(alone[3].Teacher, new[] { "largest", "original" });
        Assert.Equal(
            ["original", "largest, joint phase", "largest", "assistant 1, joint phase", "assistant 1", "student, joint phase", "student"],
            result.Report.Lines.Select(l => l.Name));
        foreach (var level in result.Levels)
        {
            var best = alone.Where(p => p.Metrics[0].Level == level).Max(p => p.Metrics[0].Metric);
            var joint = result.Report.Lines.Single(l => l.Name == $"{level}, joint phase").Metric;
            var line = result.Report.Lines.Single(l => l.Name == level);
            Assert.Equal(Math.Max(best, joint), line.Metric);
            using var model = result.Materialize(level, () => new TinyNet());
            Assert.Equal(line.Metric, OrdinaryTraining.Accuracy(model, ValidationSet.Inputs, ValidationSet.Labels), 1e-9);
        }
    }

    [Fact]
    public void The_page_of_a_family_tells_its_levels_apart()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Family);
        var html = result.Report.ToHtml();
        Assert.Contains("The rings are levels before fine-tuning.", html, StringComparison.Ordinal);
        // Each ring has the colour of its level.
        var rings = Regex.Matches(html, "class=\"ring (c\\d) d0\"").Select(m => m.Groups[1].Value).Order().ToArray();
        Assert.Equal(["c0", "c1", "c2"], rings);
        // A part of the history for each level that is trained alone, beside the joint phase.
        Assert.Equal(3, Regex.Count(html, "class=\"phase\""));
        using var other = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        Assert.Contains("The ring is the student before fine-tuning.", other.Report.ToHtml(), StringComparison.Ordinal);
        var times = new Dictionary<string, Latency> { ["largest"] = result.Report.Original.Latency };
        var report = result.Report.WithLatencies("elsewhere", times);
        Assert.Equal(
            ["largest, joint phase", "largest"], report.Lines.Where(l => l.LatencyIn.Count > 0).Select(l => l.Name));
    }

    [Fact]
    public void The_finished_level_teaches_and_not_the_one_that_the_joint_phase_left()
    {
        var distillation = new RecordingDistillation();
        // Whatever was trained last is the best.
        var measured = 0;
        var rising = new PruningTask((output, y) => nn.functional.cross_entropy(output, y), (_, _) => ++measured, "rising");
        // One batch an epoch, so that what a teacher gave can be compared with what the level gives.
        var data = new PruningData(TrainSet.Batches(96), ValidationSet.Batches(64));
        var ending = Family with
        {
            Task = rising,
            Distillation = new() { Loss = distillation },
            Training = Family.Training with
            {
                Joint = new() { Epochs = 0, ScoringBatches = 1 },
                FineTuning = new() { Epochs = 1, Teacher = FineTuneTeacher.Ensemble },
            },
        };
        using var result = HierarchicalPruner.Run(TrainedNet(), data, ending);
        foreach (var (student, teacher, _, _) in distillation.Pairs)
        {
            Own(student);
            Own(teacher);
        }
        Assert.Equal(3, distillation.Pairs.Count);
        double[][] teachers = [Output(TrainedNet()), Output(result.Materialize("largest", () => Own(new TinyNet()))),
            Output(result.Materialize("assistant 1", () => Own(new TinyNet())))];
        for (var i = 0; i < 3; i++)
        {
            double[] mean = [.. Enumerable.Range(0, teachers[0].Length).Select(j => teachers.Take(i + 1).Average(t => t[j]))];
            TensorAssert.Close(mean, distillation.Pairs[i].Teacher, 1e-5);
        }
        Assert.True(teachers[0].Zip(teachers[1]).Max(o => Math.Abs(o.First - o.Second)) > 1e-3);
    }

    [Fact]
    public void Levels_in_turn_begin_with_the_finished_level_above()
    {
        var distillation = new RecordingDistillation();
        var data = new PruningData(TrainSet.Batches(96), ValidationSet.Batches(64));
        var options = InTurn with
        {
            Distillation = new() { Loss = distillation, Teacher = LevelTeacher.Original },
            Training = InTurn.Training with { Joint = new() { Epochs = 1, ScoringBatches = 1 }, FineTuning = new() { Epochs = 2 } },
        };
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(TrainedNet(), data, options, recorder);
        foreach (var (student, teacher, _, _) in distillation.Pairs)
        {
            Own(student);
            Own(teacher);
        }
        // An epoch of one step with the others, and two alone, of each level.
        Assert.Equal(9, distillation.Pairs.Count);
        double[][] teachers = [Output(TrainedNet()), Output(result.Materialize("largest", () => Own(new TinyNet()))),
            Output(result.Materialize("assistant 1", () => Own(new TinyNet())))];
        for (var i = 0; i < 9; i++) TensorAssert.Close(teachers[i / 3], distillation.Pairs[i].Teacher, 1e-5);
        Assert.True(teachers[1].Zip(teachers[2]).Max(o => Math.Abs(o.First - o.Second)) > 1e-3);
        var finished = recorder.Reports.Where(p => p.Metrics.Count > 0)
            .Select(p => (p.Phase, p.Metrics.Single().Level, p.Teacher)).ToArray();
        Assert.Equal(
            [
                (PruningPhase.Joint, "largest", null), (PruningPhase.FineTune, "largest", "original"),
                (PruningPhase.FineTune, "largest", "original"),
                (PruningPhase.Joint, "assistant 1", null), (PruningPhase.FineTune, "assistant 1", "largest"),
                (PruningPhase.FineTune, "assistant 1", "largest"),
                (PruningPhase.Joint, "student", null), (PruningPhase.FineTune, "student", "assistant 1"),
                (PruningPhase.FineTune, "student", "assistant 1"),
            ],
            finished);
        Assert.True(result.Mask().IsWithin(result.Mask("assistant 1")));
        Assert.True(result.Mask("assistant 1").IsWithin(result.Mask("largest")));
        Assert.Equal([0.6, 0.3], new[] { "student", "assistant 1" }.Select(level => Math.Round(result.Mask(level).Ratio, 2)));
        // The largest keeps everything: nothing was decided by its scores.
        Assert.Equal(["student", "assistant 1"], result.Report.Scores.Select(s => s.Level));
    }

    [Fact]
    public void A_file_of_any_stage_loads_into_the_network_that_was_given()
    {
        var options = InTurn with { Chain = TeacherChain.Explicit(0.6, 0.4, 0.2) };
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options);
        foreach (var level in result.Levels)
        {
            var path = TemporaryFile($"{level}.hierkd");
            result.Save(path, level);
            using var model = SlimModel.Load(path, () => TinyNet.Seeded(7));
            Assert.Equal(
                result.Report.Lines.Single(l => l.Name == level).Metric,
                OrdinaryTraining.Accuracy(model, ValidationSet.Inputs, ValidationSet.Labels), 1e-9);
        }
    }

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void One_stage_is_a_single_level(LevelExecution execution)
    {
        var training = Quick.Training with { FineTuning = new() { Epochs = 2, Teacher = FineTuneTeacher.Original } };
        var single = Recipe.SingleLevel(0.6) with { Execution = execution, Training = training };
        var turn = Recipe.InTurn(0.6, stages: 1) with
        {
            Execution = execution,
            Training = training with { Levels = LevelTraining.InTurn },
        };
        var (one, other) = (TrainedNet(), TrainedNet());
        using (HierarchicalPruner.Run(one, Data(), single))
        using (HierarchicalPruner.Run(other, Data(), turn)) { }
        Assert.Equal(ModelBits.Of(one), ModelBits.Of(other));
    }

    [Theory]
    [InlineData(LevelTraining.Family, 3.2e8)]
    [InlineData(LevelTraining.InTurn, 3.2e8)]
    public void A_budget_pays_for_all_levels(LevelTraining levels, double budget)
    {
        var options = Quick with
        {
            Chain = TeacherChain.Explicit(0.6, 0.4, 0.2),
            Training = Quick.Training with { Levels = levels, MultiplyAddBudget = budget, TeacherCacheBytes = 0 },
        };
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), options);
        // Half an epoch of the largest, which three levels may each be off.
        Assert.InRange(result.Report.TrainingMultiplyAdds / budget, 0.93, 1.07);
        var epochs = result.Levels.Select(level =>
            result.Report.History.Count(e => e.Phase == PruningPhase.FineTune && e.Metrics[0].Level == level)).ToArray();
        Assert.All(epochs, count => Assert.True(count >= 2, string.Join(", ", epochs)));
        if (levels == LevelTraining.Family) Assert.True(epochs.Max() - epochs.Min() <= 2, string.Join(", ", epochs));
    }

    [Theory]
    [InlineData(LevelTraining.Family)]
    [InlineData(LevelTraining.InTurn)]
    public void Nothing_is_left_behind_but_the_result(LevelTraining levels)
    {
        var (pruned, net) = (TrainedNet(), TrainedNet());
        var options = Quick with { Training = Quick.Training with { Levels = levels } };
        LiveTensors.AssertNoneLeft(() => HierarchicalPruner.Run(pruned, Data(), options).Dispose());
        var before = ModelBits.Of(net);
        using var source = new CancellationTokenSource();
        var stop = new Recorder(p => { if (p.Phase == PruningPhase.FineTune && p.Losses[0].Level == "student") source.Cancel(); });
        LiveTensors.AssertNoneLeft(() => Assert.Throws<OperationCanceledException>(
            () => HierarchicalPruner.Run(net, Data(), options, stop, cancellationToken: source.Token)));
        Assert.Equal(before, ModelBits.Of(net));
    }

    [Theory]
    [InlineData(LevelTraining.Family)]
    [InlineData(LevelTraining.InTurn)]
    public void The_same_seed_gives_the_same_bits(LevelTraining levels)
    {
        var options = Quick with { Training = Quick.Training with { Levels = levels } };
        var (one, other) = (TrainedNet(), TrainedNet());
        using var first = HierarchicalPruner.Run(one, Data(), options);
        using var second = HierarchicalPruner.Run(other, Data(), options);
        Assert.Equal(ModelBits.Of(one), ModelBits.Of(other));
        foreach (var level in first.Levels)
        {
            using var a = first.Materialize(level, () => new TinyNet());
            using var b = second.Materialize(level, () => new TinyNet());
            Assert.Equal(ModelBits.Of(a), ModelBits.Of(b));
        }
    }

    [Fact]
    public void Recipes_say_what_they_do()
    {
        var family = Recipe.Family(0.9, 0.75, 0.5);
        Assert.Equal(LevelTraining.Family, family.Training.Levels);
        Assert.Equal([0.9, 0.75, 0.5], family.Chain.Levels.Select(l => l.Ratio));
        var turn = Recipe.InTurn(0.75, stages: 2);
        Assert.Equal(LevelTraining.InTurn, turn.Training.Levels);
        Assert.Equal([0.75, 0.5], turn.Chain.Levels.Select(l => Math.Round(l.Ratio, 12)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Recipe.InTurn(0.5, 0));
        Assert.Throws<ArgumentException>(() => Recipe.Family(0.5, 0.75));
        var bad = Quick with { Training = Quick.Training with { Levels = (LevelTraining)7 } };
        Assert.Contains("Levels is 7", Assert.Throws<ArgumentException>(() => HierarchicalPruner.Run(TrainedNet(), Data(), bad)).Message);
    }

    private double[] Output(TinyNet net)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        net.eval();
        return TensorAssert.Values(net.call(TrainSet.Inputs));
    }
}
