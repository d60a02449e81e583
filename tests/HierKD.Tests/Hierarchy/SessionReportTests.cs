using HierKD.Tests.Run;

namespace HierKD.Tests;

/// <summary>The report of a loop of the caller's own.</summary>
public sealed class SessionReportTests : ScopedTest
{
    private static readonly ReportOptions Short = new() { Latency = new() { Rounds = 1 } };

    [Fact]
    public void It_has_a_line_for_the_original_and_every_level_as_they_are()
    {
        using var model = new SessionModel();
        using var session = Pruned(model);
        var snapshot = new ModelSnapshot(model.Model);
        var report = PruningReport.Of(session, model.X, [(model.X, model.Y)], Short);
        snapshot.AssertUnchanged(gradients: false);

        Assert.Equal(["original", "largest", "assistant 1", "student"], report.Lines.Select(l => l.Name));
        Assert.Equal(session.Levels.Reverse().Select(l => l.Mask.Kept), report.Lines.Skip(1).Select(l => l.FiltersKept));
        Assert.Equal(
            session.Levels.Reverse().Select(l => session.Graph.Cost.MultiplyAdds(l.Mask)),
            report.Lines.Skip(1).Select(l => l.MultiplyAdds));
        Assert.Equal(
            session.Levels.Reverse().Select(l => session.Evaluate(l, [(model.X, model.Y)])), report.Lines.Skip(1).Select(l => l.Metric));
        Assert.Equal(session.MultiplyAdds, report.TrainingMultiplyAdds);
        Assert.Equal(["student", "assistant 1"], report.Scores.Select(s => s.Level));
        Assert.Equal(session.Graph.Locks, report.Locks);
        Assert.All(report.Lines, l => Assert.True(l.Latency.MedianMilliseconds > 0 && l.Latency.BatchSize == 6));
        var student = session.Student.Mask.ToSelection();
        Assert.All(report.Layers, l => Assert.Equal(student[l.Layer].Outputs?.Length ?? l.Filters, l.Kept["student"]));
    }

    [Fact]
    public void What_the_loop_knows_is_in_it_beside_what_the_session_was_told()
    {
        using var model = new SessionModel();
        using var session = Pruned(model);
        var report = PruningReport.Of(session, model.X, [(model.X, model.Y)], Short with
        {
            Latency = new() { Rounds = 1, BatchSizes = [1, 9] },
            History = [new(PruningPhase.Joint, 1, [new("student", 0.25), new("largest", 0.5)]), new(
                PruningPhase.FixedMasks, 1, [new("student", 0.5)])],
            Settings = [new("Loop.Seed", "77")],
        });
        Assert.Equal([1L, 9L], report.Student.LatencyAt.Select(l => l.BatchSize));
        Assert.Contains(report.Settings, s => s == new ReportSetting("Loop.Seed", "77"));
        Assert.Contains(report.Settings, s => s.Name == "Chain[student]");
        Assert.DoesNotContain(report.Settings, s => s.Name.StartsWith("Training.", StringComparison.Ordinal));
        var page = report.ToHtml();
        Assert.Contains("What the session was told, and what its loop has added.", page, StringComparison.Ordinal);
        Assert.Contains("top-1 over epochs", page, StringComparison.Ordinal);
        Assert.DoesNotContain("The ring is", page, StringComparison.Ordinal);
        Assert.Contains("| fixed masks | 1 |  |  | 0.5000 |", report.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_that_has_scored_nothing_has_no_scores_to_show()
    {
        using var model = new SessionModel();
        using var session = model.Start();
        var report = PruningReport.Of(session, model.X, [(model.X, model.Y)], Short);
        Assert.Empty(report.Scores);
        Assert.Equal(report.Original.FiltersKept, report.Student.FiltersKept);
        Assert.DoesNotContain("Final scores", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_student_that_was_trained_further_gets_a_line_of_its_own()
    {
        using var model = new SessionModel();
        using var session = Pruned(model);
        var report = PruningReport.Of(
            session, model.X, [(model.X, model.Y)], Short with { History = [new(PruningPhase.Joint, 1, [new("student", 0.25)])] });
        var tuned = report.WithFineTunedStudent(0.875, [new(PruningPhase.FineTune, 1, [new("student", 0.875)])]);
        Assert.Equal(["original", "largest", "assistant 1", "student, joint phase", "student"], tuned.Lines.Select(l => l.Name));
        Assert.Equal(report.Student with { Metric = 0.875 }, tuned.Student);
        Assert.Equal(report.Student.Metric, tuned.Lines[^2].Metric);
        Assert.Equal([PruningPhase.Joint, PruningPhase.FineTune], tuned.History.Select(e => e.Phase));
        Assert.Equal(
            (report.Settings, report.Layers, report.Scores, report.Model), (tuned.Settings, tuned.Layers, tuned.Scores, tuned.Model));
        Assert.Contains("The ring is the student before fine-tuning.", tuned.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("What the session was told", tuned.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(4, report.Lines.Count);
        Assert.Contains(
            "'student, joint phase'", Assert.Throws<InvalidOperationException>(() => tuned.WithFineTunedStudent(0.9)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_reported_on_is_refused_and_leaves_no_tensor()
    {
        using var model = new SessionModel();
        using var session = Pruned(model);
        var batches = new[] { (model.X, model.Y) };
        Assert.Contains(
            "exampleInput is an input [1, 7, 8, 8]", Refused("exampleInput", () => PruningReport.Of(session, ones(1, 7, 8, 8), batches)),
            StringComparison.Ordinal);
        Assert.Contains(
            "exampleInput is [0, 2, 8, 8]", Refused("exampleInput", () => PruningReport.Of(session, zeros(0, 2, 8, 8), batches)),
            StringComparison.Ordinal);
        Assert.Contains(
            "validation has no batches",
            Refused("validation", () => PruningReport.Of(session, model.X, Array.Empty<PruningBatch>())), StringComparison.Ordinal);
        var once = new Queue<(Tensor, Tensor)>(batches);
        Refused("validation", () => PruningReport.Of(session, model.X, Once(once)));
        Refused("History", () => PruningReport.Of(session, model.X, batches, new() { History = [null!] }));
        Refused("History", () => PruningReport.Of(session, model.X, batches, new() { History = [new(PruningPhase.Joint, 1, [null!])] }));
        Refused("Settings", () => PruningReport.Of(session, model.X, batches, new() { Settings = [new("a", null!)] }));
        Assert.Contains(
            "epoch 3 of phase Joint after epoch 3",
            Refused("History", () => PruningReport.Of(session, model.X, batches, new() { History = [Measured(3), Measured(3)] })),
            StringComparison.Ordinal);
        Refused("BatchSizes", () => PruningReport.Of(session, model.X, batches, new() { Latency = new() { BatchSizes = [0] } }));
        var stranger = new EpochReport(PruningPhase.Joint, 1, [new("assistant 7", 0.1)]);
        Assert.Contains(
            "'assistant 7'; the levels are student, assistant 1, largest",
            Refused("History", () => PruningReport.Of(session, model.X, batches, new() { History = [stranger] })),
            StringComparison.Ordinal);
        var report = PruningReport.Of(session, model.X, batches, Short);
        Refused("epochs", () => report.WithFineTunedStudent(0.5, [stranger]));
        Refused("metric", () => report.WithFineTunedStudent(double.NaN));
        LiveTensors.AssertNoneLeft(() => Refused("validation", () => PruningReport.Of(session, model.X, Array.Empty<PruningBatch>())));
        Assert.Throws<ArgumentNullException>("session", () => PruningReport.Of(null!, model.X, batches));
        Assert.Throws<ArgumentNullException>("exampleInput", () => PruningReport.Of(session, null!, batches));
        Assert.Throws<ArgumentNullException>("validation", () => PruningReport.Of(session, model.X, (IEnumerable<PruningBatch>)null!));
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => PruningReport.Of(session, model.X, batches));

        static string Refused(string argument, Action report) => Assert.Throws<ArgumentException>(argument, report).Message;
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using var model = new SessionModel();
        using var session = Pruned(model);
        using var source = new CancellationTokenSource();
        LiveTensors.AssertNoneLeft(() => Assert.Throws<OperationCanceledException>(
            () => PruningReport.Of(session, model.X, Cancelling(), new() { Latency = new() { Rounds = int.MaxValue } }, source.Token)));

        IEnumerable<(Tensor, Tensor)> Cancelling()
        {
            yield return (model.X, model.Y);
            source.Cancel();
        }
    }

    [Fact]
    public void Agreement_is_what_the_loop_measured_last()
    {
        using var model = new SessionModel();
        using var session = Pruned(model);
        EpochReport Told(int epoch, double cosine) =>
            new(PruningPhase.Joint, epoch, [new("student", 0.5) { Agreement = new(cosine, 0.75) }, new("largest", 0.5)]);
        var report =
            PruningReport.Of(session, model.X, [(model.X, model.Y)], Short with { History = [Told(1, 0.25), Told(10, 0.5), Measured(20)] });
        Assert.Equal(new GradientAgreement(0.5, 0.75), report.Student.Agreement);
        Assert.All(report.Lines.SkipLast(1), l => Assert.Null(l.Agreement));
    }

    [Fact]
    public void Epochs_that_were_not_measured_leave_room_in_the_chart()
    {
        using var model = new SessionModel();
        using var session = Pruned(model);
        var report = PruningReport.Of(
            session, model.X, [(model.X, model.Y)],
            Short with { History = [Measured(10), Measured(20), Measured(40), new(PruningPhase.FixedMasks, 10, [new("student", 0.5)])] });
        var dots = System.Xml.Linq.XDocument
            .Parse(report.ToHtml().Replace("<!DOCTYPE html>", "", StringComparison.Ordinal))
            .Descendants("svg")
            .Single(s => s.Element("title")?.Value == "top-1 over epochs")
            .Descendants("circle")
            .Select(c => double.Parse(c.Attribute("cx")!.Value, System.Globalization.CultureInfo.InvariantCulture))
            .ToArray();
        Assert.Equal(4, dots.Length);
        Assert.Equal(2 * (dots[1] - dots[0]), dots[2] - dots[1], 0.1);
        Assert.Equal(dots[1] - dots[0], dots[3] - dots[2], 0.1);
    }

    [Fact]
    public void It_leaves_no_tensor_behind()
    {
        using var model = new SessionModel();
        using var session = Pruned(model);
        Report();
        LiveTensors.AssertNoneLeft(Report);

        void Report() =>
            PruningReport.Of(session, model.X, [(model.X, model.Y)], Short with { Latency = new() { Rounds = 5, BatchSizes = [2] } });
    }

    private static EpochReport Measured(int epoch) => new(PruningPhase.Joint, epoch, [new("student", 0.5)]);

    private static IEnumerable<(Tensor, Tensor)> Once(Queue<(Tensor, Tensor)> batches)
    {
        while (batches.TryDequeue(out var batch)) yield return batch;
    }

    private static PruningSession Pruned(SessionModel model)
    {
        var session = model.Start();
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        session.Backward(model.X, model.Y);
        return session;
    }
}
