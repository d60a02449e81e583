namespace HierKD;

/// <summary>Where a run is. Reported after every step, with losses, and after every epoch, with metrics.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Epoch">The epoch within the phase, from 1.</param>
/// <param name="Epochs">The phase's epochs.</param>
/// <param name="Step">The steps done in this epoch.</param>
/// <param name="Steps">The epoch's steps, or <see langword="null"/> while the data has not said how many batches it has.</param>
/// <param name="Losses">The last step's losses, from the student to the largest level that took part in it; only that level's while one
/// is fine-tuned.</param>
/// <param name="Metrics">After an epoch, the validation metric of every level that the phase trains; empty after a step.</param>
/// <param name="Teacher">Who teaches the level while one is fine-tuned; <see langword="null"/> in other phases, and if nobody
/// does.</param>
public sealed record PruningProgress(
    PruningPhase Phase, int Epoch, int Epochs, int Step, int? Steps, IReadOnlyList<LevelLoss> Losses, IReadOnlyList<LevelMetric> Metrics,
    string? Teacher = null);
