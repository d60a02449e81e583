namespace HierKD;

/// <summary>Where a run keeps what it needs to go on after an interruption.</summary>
/// <remarks>
/// <para>
/// The file is written after every epoch, whole or not at all, and goes when the student is saved (<see cref="PruningResult.Save"/>).
/// Whether it can be written is tried before anything is trained; if it cannot be later, because the disk is full or away, that is a
/// warning in the log, and it is tried again after the next epoch. A file beside it, <c>Path.lock</c>, keeps other runs away.
/// </para>
/// <para>
/// A run that finds the file goes on from there, with the model, the data and the options that the first one was given, and ends with the
/// same result, bit for bit, on the same machine, if its training data is an <see cref="IEpochBatches"/> or gives the same batches every
/// time. The file holds weights, each level's private parts, scores, masks, and the optimizer's state: some three times the model's size
/// and more for each level's private parts. Torch's random numbers need no place in it: they are seeded anew for each epoch.
/// </para>
/// <para>Options that are objects of the caller's own (scorers, losses, pruners, an optimizer's maker) are compared by their type alone; of
/// the data only the number of batches in an epoch is, if it is known.</para>
/// </remarks>
/// <param name="Path">The file. A relative path counts from the current folder at the start of the run.</param>
/// <example><code>HierarchicalPruner.Run(model, data, new() { Checkpoint = new("run.checkpoint") });</code></example>
public sealed record CheckpointOptions(string Path)
{
    /// <summary>
    /// Whether the file stays when the student has been saved. As long as it is there, a run that is started again gives its result at
    /// once. That of a run without fine-tuning (<see cref="FineTuningOptions.Epochs"/> 0) holds the end of the joint phase: copies of it
    /// are the start of runs that fine-tune, each in its own way. What a phase is told may be changed as long as the phase has not begun.
    /// </summary>
    /// <value><see langword="false"/> by default: it is deleted. A result that is never saved leaves it in any case.</value>
    public bool Keep { get; init; }

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Path);
        if (Directory.Exists(Path))
        {
            throw new ArgumentException(
                $"CheckpointOptions.Path is '{Path}', which is a folder; it must be a file, which need not be there yet.", nameof(Path));
        }
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path));
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new ArgumentException(
                $"CheckpointOptions.Path is '{Path}', but there is no folder '{folder}'; make it first.", nameof(Path));
        }
    }
}
