namespace HierKD;

/// <summary>What a checkpoint says of a level that the run is done with, beside its tensors.</summary>
/// <param name="Level">Its name.</param>
/// <param name="Metric">Its metric.</param>
/// <param name="JointMetric">The same after the joint phase.</param>
/// <param name="Epochs">How many epochs it was trained alone.</param>
/// <param name="Scores">The scores that decided over its filters.</param>
internal sealed record FinishedLevel(string Level, double Metric, double JointMetric, int Epochs, ScoreHistogram? Scores)
{
    public static FinishedLevel Of(TrainedLevel level) =>
        new(level.Name, level.Metric, level.FineTuned!.JointMetric, level.FineTuned.Epochs, level.Scores);

    /// <summary>Whether it can be what the run was done with first, second and so on.</summary>
    public static bool Fit(IReadOnlyList<FinishedLevel> finished, PruningOptions options)
    {
        var names = options.Chain.Levels.Reverse().Select(level => level.Name).ToArray();
        return finished.Count == 0
            || (options.Training.Levels != LevelTraining.Student && finished.Count < names.Length
                && finished.Zip(names).All(p => p.First?.Level == p.Second && p.First.IsWhole()));
    }

    private bool IsWhole() => Epochs >= 0 && !double.IsNaN(Metric) && !double.IsNaN(JointMetric)
        && (Scores is null || (Scores.Level == Level && Scores.Edges is not null && Scores.Kept is not null && Scores.Removed is not null
            && Scores.Kept.Count == Scores.Removed.Count && Scores.Edges.Count == Scores.Kept.Count + 1
            && Scores.Edges.All(double.IsFinite) && Scores.Kept.Concat(Scores.Removed).All(count => count >= 0)));
}
