using HierKD.Tests.Run;

namespace HierKD.Tests.Training;

public sealed class PruningProgressTests : RunTest
{
    [Fact]
    public void Every_step_and_every_epoch_is_reported_in_order()
    {
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick, recorder);

        var expected =
            from phase in new[] { PruningPhase.Joint, PruningPhase.FineTune }
            from epoch in new[] { 1, 2 }
            from step in new[] { (1, false), (2, false), (3, false), (3, true) }
            select (phase, epoch, 2, step.Item1, (int?)3, step.Item2);
        Assert.Equal(expected, recorder.Reports.Select(r => (r.Phase, r.Epoch, r.Epochs, r.Step, r.Steps, r.Metrics.Count > 0)));
    }

    [Fact]
    public void Levels_are_listed_from_the_student_to_the_largest()
    {
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick, recorder);
        foreach (var report in recorder.Reports)
        {
            string[] levels = report.Phase == PruningPhase.Joint ? ["student", "assistant 1", "largest"] : ["student"];
            Assert.Equal(levels, report.Losses.Select(l => l.Level));
            if (report.Metrics.Count > 0) Assert.Equal(levels, report.Metrics.Select(m => m.Level));
            Assert.All(report.Losses, l => Assert.True(double.IsFinite(l.Total)));
            Assert.All(report.Metrics, m => Assert.InRange(m.Metric, 0, 1));
        }
    }

    [Fact]
    public void The_last_metrics_of_the_joint_phase_are_those_of_the_report()
    {
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick, recorder);
        var metrics = recorder.Reports.Last(r => r.Phase == PruningPhase.Joint).Metrics;
        foreach (var (level, metric) in metrics)
        {
            var line = level == "student" ? "student, joint phase" : level;
            Assert.Equal(metric, result.Report.Lines.Single(l => l.Name == line).Metric);
        }
    }

    [Fact]
    public void Steps_are_unknown_in_the_first_epoch_of_data_that_cannot_be_counted()
    {
        var recorder = new Recorder();
        var data = new PruningData(Uncountable(), ValidationSet.Batches(64));
        using var result = HierarchicalPruner.Run(TrainedNet(), data, Quick, recorder);
        Assert.All(recorder.Reports, r => Assert.Equal(r.Epoch == 1 ? null : 3, r.Steps));
        Assert.Equal(12, result.Mask().Kept);
    }

    [Fact]
    public void Without_fine_tuning_the_student_is_that_of_the_joint_phase()
    {
        var recorder = new Recorder();
        using var result =
            HierarchicalPruner.Run(
                TrainedNet(), Data(),
                Quick with { Training = Quick.Training with { FineTuning = Quick.Training.FineTuning with { Epochs = 0 } } }, recorder);
        Assert.All(recorder.Reports, r => Assert.Equal(PruningPhase.Joint, r.Phase));
        Assert.Equal(result.Report.Lines[^2].Metric, result.Report.Student.Metric);
    }

    private IEnumerable<PruningBatch> Uncountable()
    {
        foreach (var batch in TrainSet.Batches(32)) yield return batch;
    }
}
