namespace HierKD.Reliability.Throws;

/// <summary>A pruner whose calls are counted.</summary>
internal sealed class CountedPruner(CallCounter counter) : IPruner
{
    private readonly IPruner _inner = Pruner.GlobalThreshold();

    public double LargestRatio(FilterGraph graph)
    {
        counter.Called("pruner's limit");
        return _inner.LargestRatio(graph);
    }

    public FilterMask Select(FilterScores scores, double ratio)
    {
        counter.Called("pruner");
        return _inner.Select(scores, ratio);
    }
}
