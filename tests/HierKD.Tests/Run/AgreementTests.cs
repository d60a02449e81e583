using Microsoft.Extensions.Logging;

namespace HierKD.Tests.Run;

/// <summary>What a run says of the agreement between each level's gradients and its teacher's.</summary>
public sealed class AgreementTests : RunTest
{
    [Fact]
    public void Metrics_report_and_log_have_the_mean_of_the_steps_that_measured_it()
    {
        var recorder = new Recorder();
        var logger = new Lines();
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick, recorder, logger);

        var joint = recorder.Reports.Where(r => r.Phase == PruningPhase.Joint).ToArray();
        foreach (var epoch in joint.GroupBy(r => r.Epoch))
        {
            // Three steps an epoch, of which every second one, counted from the first, may update the masks.
            var steps = epoch.Where(r => r.Metrics.Count == 0).ToArray();
            Assert.Equal([true, false, true], steps.Select(s => s.Losses[0].Agreement is not null));
            var metrics = epoch.Single(r => r.Metrics.Count > 0).Metrics;
            Assert.Null(metrics[^1].Agreement);
            for (var level = 0; level < metrics.Count - 1; level++)
            {
                var measured = steps.Select(s => s.Losses[level].Agreement).OfType<GradientAgreement>().ToArray();
                Assert.Equal(measured.Average(m => m.Cosine), metrics[level].Agreement!.Cosine, 12);
                Assert.Equal(measured.Average(m => m.SignAgreement), metrics[level].Agreement!.SignAgreement, 12);
            }
        }
        Assert.All(recorder.Reports.Where(r => r.Phase == PruningPhase.FineTune).SelectMany(r => r.Metrics), m => Assert.Null(m.Agreement));

        var last = joint.Last(r => r.Metrics.Count > 0).Metrics;
        var lines = result.Report.Lines.ToDictionary(l => l.Name, l => l.Agreement);
        Assert.Equal(
            [null, null, last[1].Agreement, last[0].Agreement, last[0].Agreement],
            new[] { "original", "largest", "assistant 1", "student, joint phase", "student" }.Select(n => lines[n]));
        Assert.Equal(4, logger.Written.Count(
            l => l.StartsWith("Epoch ", StringComparison.Ordinal) && l.Contains("agree with its teacher's", StringComparison.Ordinal)));
        Assert.Contains(logger.Written, l => l.StartsWith("Epoch 2: the gate gradients of student", StringComparison.Ordinal));
    }

    [Fact]
    public void A_level_without_another_above_it_has_none()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Chain = TeacherChain.Explicit(0.6) });
        Assert.All(result.Report.Lines, l => Assert.Null(l.Agreement));
        Assert.DoesNotContain("Agreement", result.Report.ToString(), StringComparison.Ordinal);
    }

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
