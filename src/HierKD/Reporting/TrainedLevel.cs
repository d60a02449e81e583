namespace HierKD;

/// <summary>A level as a run leaves it.</summary>
/// <param name="Cut">The level; its owner disposes it.</param>
/// <param name="Metric">Its metric on the validation batches.</param>
/// <param name="FineTuned">What it was before it was trained alone; <see langword="null"/> if it was not.</param>
/// <param name="Scores">The scores that decided over its filters; <see langword="null"/> if none did.</param>
internal sealed record TrainedLevel(CutLevel Cut, double Metric, FineTunedLevel? FineTuned, ScoreHistogram? Scores)
{
    public string Name => Cut.Name;

    /// <summary>The lines that a report has for it.</summary>
    public IEnumerable<ReportedLevel> Lines() => FineTuned is { } before
        ? [new(ReportedLevel.JointPhase(Name), Cut, before.JointMetric), new(Name, Cut, Metric)]
        : [new(Name, Cut, Metric)];
}

/// <summary>What is remembered of a level that was trained alone.</summary>
/// <param name="JointMetric">Its metric after the joint phase.</param>
/// <param name="Epochs">How many epochs it was trained alone.</param>
internal sealed record FineTunedLevel(double JointMetric, int Epochs);
