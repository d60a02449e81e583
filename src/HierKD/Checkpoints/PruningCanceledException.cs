namespace HierKD;

/// <summary>A run was cancelled after it had written a checkpoint. The user's model is as it was before the run.</summary>
public sealed class PruningCanceledException : OperationCanceledException
{
    internal PruningCanceledException(
        string path, (PruningPhase Phase, int EpochsDone) written, string? failure, OperationCanceledException inner)
        : base(
            $"The run was cancelled. It goes on from '{path}', {Log.PlaceText(written)}, when it is started again with the same model, " +
            $"data and options.{(failure is null ? "" : $" Epochs after that could not be written: {failure}")}",
            inner, inner.CancellationToken) => (CheckpointPath, Phase, EpochsDone) = (path, written.Phase, written.EpochsDone);

    /// <summary>The file that the run can be continued from, as a full path.</summary>
    public string CheckpointPath { get; }

    /// <summary>The phase in which it goes on.</summary>
    public PruningPhase Phase { get; }

    /// <summary>The epochs of that phase that are done.</summary>
    public int EpochsDone { get; }
}
