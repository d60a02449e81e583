namespace HierKD.Reliability.Throws;

/// <summary>A scorer whose calls are counted.</summary>
internal sealed class CountedScorer(CallCounter counter) : ISaliencyScorer
{
    public Tensor Score(FilterGroup group, LevelStep step)
    {
        // A tensor of its own is at stake when it throws.
        var scores = step.Consumers(group).First().Weight.abs().sum(1);
        counter.Called("scorer");
        return scores;
    }
}
