namespace HierKD.Tests.Run;

/// <summary>Keeps every progress report, on the thread of the run.</summary>
internal sealed class Recorder(Action<PruningProgress>? then = null) : IProgress<PruningProgress>
{
    public List<PruningProgress> Reports { get; } = [];

    public void Report(PruningProgress value)
    {
        Reports.Add(value);
        then?.Invoke(value);
    }
}
