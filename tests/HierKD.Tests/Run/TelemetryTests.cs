using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HierKD.Tests.Run;

/// <summary>
/// What a run tells listeners of activities and instruments. Runs of other tests are told as well: a run is known by its root.
/// </summary>
public sealed class TelemetryTests : RunTest
{
    [Fact]
    public void Activities_lie_within_one_another()
    {
        var activities = Listen(() => HierarchicalPruner.Run(TrainedNet(), Data(), Quick with { Seed = 17 }).Dispose());
        var run = Assert.Single(activities, a => a.OperationName == PruningTelemetry.RunActivity);
        Assert.Equal(
            (nameof(TinyNet), 17L, "cpu", ActivityStatusCode.Unset),
            (run.GetTagItem("hierkd.model"), run.GetTagItem("hierkd.seed"), run.GetTagItem("hierkd.device"), run.Status));
        var discovery = Assert.Single(activities, a => a.OperationName == PruningTelemetry.DiscoveryActivity);
        Assert.Equal(
            (run.Id, 3, TinyNet.RemovableFilters),
            (discovery.ParentId, discovery.GetTagItem("hierkd.groups"), discovery.GetTagItem("hierkd.filters")));
        var phases = activities.Where(a => a.OperationName == PruningTelemetry.PhaseActivity)
            .ToDictionary(a => (string)a.GetTagItem("hierkd.phase")!);
        Assert.Equal(["FineTune", "FixedMasks", "Joint"], phases.Keys.Order());
        Assert.All(phases.Values, p => Assert.Equal(run.Id, p.ParentId));
        var epochs = activities.Where(a => a.OperationName == PruningTelemetry.EpochActivity).ToArray();
        Assert.Equal(
            [("Joint", 1), ("Joint", 2), ("FineTune", 1), ("FineTune", 2)],
            epochs.Select(e => ((string)e.GetTagItem("hierkd.phase")!, (int)e.GetTagItem("hierkd.epoch")!)));
        Assert.All(epochs, e => Assert.Equal(phases[(string)e.GetTagItem("hierkd.phase")!].Id, e.ParentId));
        var surgery = Assert.Single(activities, a => a.OperationName == PruningTelemetry.SurgeryActivity);
        Assert.Equal((run.Id, 12), (surgery.ParentId, surgery.GetTagItem("hierkd.filters.kept")));
    }

    [Fact]
    public void A_run_that_fails_or_is_cancelled_ends_with_an_error()
    {
        using var source = new CancellationTokenSource();
        var cancelled = Listen(() => Assert.Throws<OperationCanceledException>(() =>
            HierarchicalPruner.Run(TrainedNet(), Data(), Quick, new Recorder(_ => source.Cancel()), cancellationToken: source.Token)));
        var failed = Listen(() => Assert.Throws<ArgumentException>(
            () => HierarchicalPruner.Run(TrainedNet(), new PruningData(Array.Empty<PruningBatch>(), ValidationSet.Batches(64)), Quick)));
        Assert.Equal((ActivityStatusCode.Error, "cancelled"), Status(cancelled));
        Assert.Equal(ActivityStatusCode.Error, Status(failed).Item1);
        Assert.Contains("no batches", Status(failed).Item2, StringComparison.Ordinal);

        static (ActivityStatusCode, string?) Status(IEnumerable<Activity> activities) =>
            activities.Where(a => a.OperationName == PruningTelemetry.RunActivity).Select(a => (a.Status, a.StatusDescription)).Single();
    }

    [Fact]
    public void Instruments_count_steps_samples_losses_and_metrics()
    {
        var thread = Environment.CurrentManagedThreadId;
        var seen = new List<(string Instrument, string? Unit, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == PruningTelemetry.Name) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Add(i, value, tags));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Add(i, value, tags));
        listener.Start();
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick, recorder);

        Assert.Equal([6, 6], Phases(PruningTelemetry.Steps, "{step}").Select(v => v.Sum()));
        Assert.Equal([192, 192], Phases(PruningTelemetry.Samples, "{sample}").Select(v => v.Sum()));
        Assert.Equal([6, 6], Phases(PruningTelemetry.StepDuration, "s").Select(v => v.Count(seconds => seconds > 0)));
        var losses = recorder.Reports
            .Where(r => r.Metrics.Count == 0)
            .SelectMany(r => r.Losses.Select(l => (l.Total, $"hierkd.phase={r.Phase},hierkd.level={l.Level}")));
        Assert.Equal(losses, seen.Where(s => s.Instrument == PruningTelemetry.Loss).Select(s => (s.Value, s.Tags)));
        var metrics = result.Report.History
            .SelectMany(e => e.Metrics.Select(m => (m.Metric, $"hierkd.phase={e.Phase},hierkd.level={m.Level},hierkd.metric.name=top-1")));
        Assert.Equal(metrics, seen.Where(s => s.Instrument == PruningTelemetry.Metric).Select(s => (s.Value, s.Tags)));

        double[][] Phases(string instrument, string unit) => [.. new[] { "Joint", "FineTune" }.Select(phase => seen.Where(
            s => s.Instrument == instrument && s.Unit == unit && s.Tags == $"hierkd.phase={phase}").Select(s => s.Value).ToArray())];

        // Other tests run at the same time.
        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (Environment.CurrentManagedThreadId != thread) return;
            seen.Add((instrument.Name, instrument.Unit, value, string.Join(",", tags.ToArray().Select(t => $"{t.Key}={t.Value}"))));
        }
    }

    /// <summary>The activities of what happens below one of the test's own, in the order in which they began.</summary>
    private static List<Activity> Listen(Action action)
    {
        using var root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PruningTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity =>
            {
                if (activity.TraceId == root.TraceId) activities.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        action();
        return activities;
    }
}
