namespace HierKD.Reliability.Throws;

/// <summary>A progress whose calls are counted.</summary>
internal sealed class CountedProgress(CallCounter counter) : IProgress<PruningProgress>
{
    public void Report(PruningProgress value) => counter.Called($"progress ({value.Phase})");
}
