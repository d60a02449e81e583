using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HierKD.Reliability.Throws;

/// <summary>Listeners of a run's activities and measurements whose calls are counted.</summary>
internal sealed class CountedListeners : IDisposable
{
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public CountedListeners(CallCounter counter)
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PruningTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
            {
                counter.Called($"sampling of {options.Name}");
                return ActivitySamplingResult.AllData;
            },
            ActivityStarted = activity => counter.Called($"start of {activity.OperationName}"),
            ActivityStopped = activity => counter.Called($"end of {activity.OperationName}"),
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name == PruningTelemetry.Name) own.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((instrument, _, _, _) => counter.Called($"measurement of {instrument.Name}"));
        _meters.SetMeasurementEventCallback<long>((instrument, _, _, _) => counter.Called($"measurement of {instrument.Name}"));
        _meters.Start();
    }

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }
}
