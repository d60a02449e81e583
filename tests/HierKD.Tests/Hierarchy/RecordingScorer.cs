namespace HierKD.Tests;

/// <summary>Notes which masks it was shown, and gives every filter the number of filters that were on in the step.</summary>
internal sealed class RecordingScorer(GradientSource source) : ISaliencyScorer
{
    public GradientSource Source => source;

    public ScoreAccumulation Accumulation => ScoreAccumulation.MovingAverage(0);

    public List<(string Group, int Kept)> Calls { get; } = [];

    public Tensor Score(FilterGroup group, LevelStep step)
    {
        Calls.Add((group.Name, step.Scored.Kept));
        return full([step.Scored.KeptFilters(group).Length], step.Scored.Kept, dtype: float32);
    }
}
