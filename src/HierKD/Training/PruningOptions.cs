namespace HierKD;

/// <summary>Everything that <see cref="HierarchicalPruner.Run"/> can be told; each part has a default.</summary>
public sealed record PruningOptions : SessionOptions
{
    /// <summary>Epochs, learning rate, optimizer, schedules.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>
    /// The seed of torch's global generator (dropout), which is seeded anew for each epoch, and has its own state again after the run; the
    /// order of the data is the data's own affair.
    /// </summary>
    /// <value>0 by default.</value>
    public long Seed { get; init; }

    /// <summary>Where the run keeps what it needs to go on after an interruption.</summary>
    /// <value><see langword="null"/> by default: nowhere.</value>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>At which batch sizes the report measures latency, and how often.</summary>
    public LatencyOptions Latency { get; init; } = new();

    internal void ValidateRun()
    {
        ArgumentNullException.ThrowIfNull(Latency);
        ArgumentNullException.ThrowIfNull(Training);
        Validate();
        Training.Validate();
        if (Distillation.TaskWeight == 0 && Training.FineTuning.Teacher == FineTuneTeacher.None && Training.FineTuning.Epochs > 0)
        {
            throw new ArgumentException(
                "DistillationOptions.TaskWeight is 0 and FineTuningOptions.Teacher is None: fine-tuning would have nothing to learn from.",
                nameof(Training));
        }
        Checkpoint?.Validate();
        Latency.Validate();
    }
}
