namespace HierKD.Tests;

/// <summary>Notes how many filters it was to score, and gives each of them that number.</summary>
internal sealed class RecordingScorer(GradientSource source) : ISaliencyScorer
{
    public GradientSource Source => source;

    public ScoreAccumulation Accumulation { get; init; } = ScoreAccumulation.MovingAverage(0);

    public List<(string Group, int Kept)> Calls { get; } = [];

    public Tensor Score(FilterGroup group, LevelStep step)
    {
        Calls.Add((group.Name, step.Scored.Kept));
        return full([step.Scored.KeptFilters(group).Length], step.Scored.Kept, dtype: float32);
    }
}
