namespace HierKD;

/// <summary>How far fine-tuning is, in a checkpoint.</summary>
internal sealed record FineTuneProgress(int Epochs, int PlannedEpochs, double BestMetric, int Idle, int Rung)
{
    /// <summary>Whether a run can have come to it after some epochs.</summary>
    public bool Fits(int epochsDone, PruningSession session, TrainingOptions training)
    {
        // The rungs of the ladder: every level but the student, and the original.
        var isPlace = Rung >= 0 && Rung < session.Levels.Count && Idle >= 0 && Idle <= epochsDone && !double.IsNaN(BestMetric);
        var isPlan = training.MultiplyAddBudget is null
            ? Epochs == training.FineTuning.Epochs && PlannedEpochs == Epochs
            : Epochs >= epochsDone && PlannedEpochs >= 1;
        return isPlace && isPlan;
    }

    /// <summary>
    /// Whether a budget can have been planned to last so long: not longer than if no teacher were asked. Epochs may be of any length, so
    /// that this is only the order of the number.
    /// </summary>
    /// <param name="budget">The multiply-adds of the whole run.</param>
    /// <param name="epoch">What an epoch takes at least.</param>
    public bool FitsBudget(double budget, double epoch) => Math.Max(Epochs, PlannedEpochs) <= 16 + 4 * budget / Math.Max(1, epoch);
}
