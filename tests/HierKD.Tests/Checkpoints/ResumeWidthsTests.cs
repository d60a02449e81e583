using HierKD.Tests.Run;

namespace HierKD.Tests.Checkpoints;

/// <summary>Runs that bring widths to times: on a clock of invented times they go on as they would have, and measure once.</summary>
public sealed class ResumeWidthsTests : ResumeTest
{
    [Theory]
    [InlineData(LevelTraining.Student, PruningPhase.Joint, 3)]
    [InlineData(LevelTraining.Student, PruningPhase.FixedMasks, 2)]
    [InlineData(LevelTraining.Student, PruningPhase.FineTune, 2)]
    [InlineData(LevelTraining.Family, PruningPhase.FineTune, 2)]
    [InlineData(LevelTraining.InTurn, PruningPhase.Joint, 3)]
    public void A_resumed_run_gives_the_same_bits_and_the_same_report(LevelTraining levels, PruningPhase phase, int epoch)
    {
        var options = Timed with { Training = Timed.Training with { Levels = levels } };
        var (whole, report) = Prune(With(options));
        var resumed = options with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        Interrupt(With(resumed), phase, epoch);
        var (student, other) = Prune(With(resumed));
        Assert.Equal(whole, student);
        Assert.Equal(report.Widths.Select(w => $"{w with { Seconds = 0 }}"), other.Widths.Select(w => $"{w with { Seconds = 0 }}"));
        var smaller = options.Chain.Levels.Reverse().Where(l => l.Ratio > 0).Select(l => l.Name);
        var timed = levels == LevelTraining.Student ? ["student"] : smaller;
        Assert.Equal(timed, other.Widths.Select(w => w.Level));
        Assert.Contains(other.Widths, w => w.IsTaken);
    }

    [Fact]
    public void Widths_that_have_been_timed_are_not_timed_again()
    {
        var options = Timed with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        Interrupt(With(options), PruningPhase.FineTune, 2);
        var log = new Lines();
        _clock = new FakeClock { Reverse = true };
        using var result = HierarchicalPruner.Run(Model(), Data(), With(options), logger: log);
        Assert.DoesNotContain(log.Written, l => l.Text.StartsWith("Widths of level", StringComparison.Ordinal));
        Assert.True(Assert.Single(result.Report.Widths).IsTaken);
    }

    [Fact]
    public void The_report_tells_what_it_brought_in_every_form()
    {
        var log = new Lines();
        using var result = HierarchicalPruner.Run(Model(), Data(), With(Timed), logger: log);
        var choice = Assert.Single(result.Report.Widths);
        Assert.True(choice.IsTaken);
        Assert.Equal(choice.TimedFilters, result.Report.Student.FiltersKept);
        Assert.Equal(choice.TimedMultiplyAdds, result.Report.Student.MultiplyAdds);
        Assert.Single(log.Written, l => l.Text == $"{choice}");
        Assert.Contains($"{choice}", $"{result.Report}", StringComparison.Ordinal);
        Assert.Contains("### Widths by time", result.Report.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("<h2>Widths by time</h2>", result.Report.ToHtml(), StringComparison.Ordinal);
        Assert.Contains(
            result.Report.Settings, s => s.Name == "Training.Joint.TimedWidths" && s.Value == $"{Timed.Training.Joint.TimedWidths}");
    }

    [Fact]
    public void A_checkpoint_of_a_run_that_was_not_to_time_widths_is_another_runs()
    {
        var options = Timed with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        Interrupt(With(options), PruningPhase.FineTune, 2);
        var joint = options.Training.Joint with { TimedWidths = null };
        var other = options with { Training = options.Training with { Joint = joint } };
        var failure = Assert.Throws<InvalidDataException>(() => HierarchicalPruner.Run(Model(), Data(), With(other)));
        Assert.Contains("Joint.TimedWidths was TimedWidths { Tolerance = 0.3, MostSeconds = 60 }, now none", failure.Message);
    }

    private static readonly PruningOptions Timed = Everything with
    {
        Training = Everything.Training with { Joint = Everything.Training.Joint with { TimedWidths = new() { Tolerance = 0.3 } } },
    };

    private FakeClock _clock = new();

    protected override nn.Module<Tensor, Tensor> Model()
    {
        var model = base.Model();
        _clock.Watch(model, ("features.4", 1), ("features.7", 1), ("classifier.0", 1));
        return model;
    }

    private PruningOptions With(PruningOptions options) => options with { Clock = _clock };

    private new (IReadOnlyDictionary<string, byte[]> Student, PruningReport Report) Prune(PruningOptions options)
    {
        var net = Model();
        using var result = HierarchicalPruner.Run(net, Data(), options);
        return (ModelBits.Of(net), result.Report);
    }
}
