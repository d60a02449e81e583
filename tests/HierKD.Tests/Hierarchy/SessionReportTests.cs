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
        Assert.Equal(session.Levels.Reverse().Select(l => session.Graph.Cost.MultiplyAdds(l.Mask)), report.Lines.Skip(1).Select(l => l.MultiplyAdds));
        Assert.Equal(session.Levels.Reverse().Select(l => session.Evaluate(l, [(model.X, model.Y)])), report.Lines.Skip(1).Select(l => l.Metric));
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
            History = [new(PruningPhase.Joint, 1, [new("student", 0.25), new("largest", 0.5)]), new(PruningPhase.FixedMasks, 1, [new("student", 0.5)])],
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
        var report = PruningReport.Of(session, model.X, [(model.X, model.Y)], Short with { History = [new(PruningPhase.Joint, 1, [new("student", 0.25)])] });
        var tuned = report.WithFineTunedStudent(0.875, [new(PruningPhase.FineTune, 1, [new("student", 0.875)])]);
        Assert.Equal(["original", "largest", "assistant 1", "student, joint phase", "student"], tuned.Lines.Select(l => l.Name));
        Assert.Equal(report.Student with { Metric = 0.875 }, tuned.Student);
        Assert.Equal(report.Student.Metric, tuned.Lines[^2].Metric);
        Assert.Equal([PruningPhase.Joint, PruningPhase.FineTune], tuned.History.Select(e => e.Phase));
        Assert.Equal((report.Settings, report.Layers, report.Scores, report.Model), (tuned.Settings, tuned.Layers, tuned.Scores, tuned.Model));
        Assert.Contains("The ring is the student before fine-tuning.", tuned.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("What the session was told", tuned.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(4, report.Lines.Count);
        Assert.Contains("'student, joint phase'", Assert.Throws<InvalidOperationException>(() => tuned.WithFineTunedStudent(0.9)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_reported_on_is_refused_and_leaves_no_tensor()
    {
        using var model = new SessionModel();
        using var session = Pruned(model);
        var batches = new[] { (model.X, model.Y) };
        Assert.Contains("exampleInput is an input [1, 7, 8, 8]", Refused("exampleInput", () => PruningReport.Of(session, ones(1, 7, 8, 8), batches)), StringComparison.Ordinal);
        Refused("batches", () => PruningReport.Of(session, model.X, []));
        Refused("BatchSizes", () => PruningReport.Of(session, model.X, batches, new() { Latency = new() { BatchSizes = [0] } }));
        var stranger = new EpochReport(PruningPhase.Joint, 1, [new("assistant 7", 0.1)]);
        Assert.Contains("'assistant 7'; the levels are student, assistant 1, largest", Refused("History", () => PruningReport.Of(session, model.X, batches, new() { History = [stranger] })), StringComparison.Ordinal);
        var report = PruningReport.Of(session, model.X, batches, Short);
        Refused("epochs", () => report.WithFineTunedStudent(0.5, [stranger]));
        Assert.Throws<ArgumentNullException>("session", () => PruningReport.Of(null!, model.X, batches));
        Assert.Throws<ArgumentNullException>("exampleInput", () => PruningReport.Of(session, null!, batches));
        Assert.Throws<ArgumentNullException>("validation", () => PruningReport.Of(session, model.X, null!));
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => PruningReport.Of(session, model.X, batches));

        static string Refused(string argument, Action report) => Assert.Throws<ArgumentException>(argument, report).Message;
    }

    [Fact]
    public void It_leaves_no_tensor_behind()
    {
        using var model = new SessionModel();
        using var session = Pruned(model);
        Report();
        LiveTensors.AssertNoneLeft(Report);

        void Report() => PruningReport.Of(session, model.X, [(model.X, model.Y)], Short with { Latency = new() { Rounds = 5, BatchSizes = [2] } });
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
