namespace HierKD;

/// <summary>What the validation batches said after an epoch.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Epoch">The epoch within the phase, from 1.</param>
/// <param name="Metrics">The task's metric of every level that the phase trains, from the student to the largest; only that level's
/// while one is fine-tuned.</param>
/// <param name="Teacher">Who taught the level while one was fine-tuned; <see langword="null"/> in other phases, and if nobody did.</param>
public sealed record EpochReport(PruningPhase Phase, int Epoch, IReadOnlyList<LevelMetric> Metrics, string? Teacher = null);
