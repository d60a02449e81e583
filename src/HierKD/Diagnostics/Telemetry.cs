using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace HierKD;

/// <summary>Tells listeners of System.Diagnostics what a run does; see <see cref="PruningTelemetry"/> for the names.</summary>
internal static class Telemetry
{
    private const string PhaseTag = "hierkd.phase", EpochTag = "hierkd.epoch", LevelTag = "hierkd.level";

    /// <summary>This library's version, with the commit behind a plus sign.</summary>
    public static readonly string Version =
        typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? typeof(Telemetry).Assembly.GetName().Version?.ToString() ?? "unknown";

    private static readonly ActivitySource Activities = new(PruningTelemetry.Name, Version);
    private static readonly Meter Meter = new(PruningTelemetry.Name, Version);
    private static readonly Counter<long> Steps = Meter.CreateCounter<long>(PruningTelemetry.Steps, "{step}", "Training steps.");
    private static readonly Histogram<double> Durations =
        Meter.CreateHistogram<double>(PruningTelemetry.StepDuration, "s", "What a training step takes.");
    private static readonly Counter<long> Samples = Meter.CreateCounter<long>(PruningTelemetry.Samples, "{sample}", "Training samples.");
    private static readonly Histogram<double> Losses =
        Meter.CreateHistogram<double>(PruningTelemetry.Loss, "1", "The loss that a level minimised in a step.");
    private static readonly Histogram<double> Metrics =
        Meter.CreateHistogram<double>(PruningTelemetry.Metric, "1", "A level's metric on the validation batches.");

    public static Activity? Run(string model, long seed) =>
        Activities.StartActivity(PruningTelemetry.RunActivity)?.SetTag("hierkd.model", model).SetTag("hierkd.seed", seed);

    public static Activity? Discovery() => Activities.StartActivity(PruningTelemetry.DiscoveryActivity);

    public static Activity? Phase(PruningPhase phase) => Tagged(Activities.StartActivity(PruningTelemetry.PhaseActivity), phase);

    public static Activity? Epoch(PruningPhase phase, int epoch) =>
        Tagged(Activities.StartActivity(PruningTelemetry.EpochActivity), phase)?.SetTag(EpochTag, epoch);

    public static Activity? Surgery(FilterMask mask) =>
        Activities.StartActivity(PruningTelemetry.SurgeryActivity)?.SetTag("hierkd.filters.kept", mask.Kept);

    /// <summary>When a step begins; 0 if nobody wants to know how long it takes.</summary>
    public static long StepBegins() => Durations.Enabled ? Stopwatch.GetTimestamp() : 0;

    public static void StepEnds(PruningPhase phase, long began, long samples, IReadOnlyList<LevelLoss> losses)
    {
        if (!(Steps.Enabled || Durations.Enabled || Samples.Enabled || Losses.Enabled)) return;
        var tag = new KeyValuePair<string, object?>(PhaseTag, phase.ToString());
        Steps.Add(1, tag);
        Samples.Add(samples, tag);
        if (began != 0) Durations.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tag);
        if (!Losses.Enabled) return;
        foreach (var loss in losses) Losses.Record(loss.Total, tag, new(LevelTag, loss.Level));
    }

    public static void Measured(PruningPhase phase, IReadOnlyList<LevelMetric> metrics, string metricName)
    {
        if (!Metrics.Enabled) return;
        foreach (var metric in metrics)
        {
            Metrics.Record(
                metric.Metric, new(PhaseTag, phase.ToString()), new(LevelTag, metric.Level), new("hierkd.metric.name", metricName));
        }
    }

    /// <summary>Runs what an activity stands for; an exception gives it an error status, and is not hidden by what a listener throws to it.
    /// </summary>
    public static void Within(Activity? activity, Action work) => Within(activity, () =>
    {
        work();
        return true;
    });

    /// <summary>The same, with a result.</summary>
    public static T Within<T>(Activity? activity, Func<T> work) =>
        Within(activity, work, (_, failure) => ExceptionDispatchInfo.Throw(failure));

    /// <summary>The same.</summary>
    /// <param name="activity">The activity, which ends with the work.</param>
    /// <param name="work">What is done.</param>
    /// <param name="keepBack">Told what a listener throws at the end of work that succeeded.</param>
    public static T Within<T>(Activity? activity, Func<T> work, Action<T, Exception> keepBack)
    {
        T result;
        try
        {
            result = work();
        }
        catch (Exception failure)
        {
            End(() => activity?.SetStatus(
                ActivityStatusCode.Error, failure is OperationCanceledException ? "cancelled" : failure.Message).Dispose());
            throw;
        }
        if (End(() => activity?.Dispose()) is { } listeners) keepBack(result, listeners);
        return result;
    }

    /// <summary>Ends something that listeners hear of, and gives back what one of them throws.</summary>
    public static Exception? End(Action end)
    {
        try
        {
            end();
            return null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return failure;
        }
    }

    private static Activity? Tagged(Activity? activity, PruningPhase phase) => activity?.SetTag(PhaseTag, phase.ToString());
}
