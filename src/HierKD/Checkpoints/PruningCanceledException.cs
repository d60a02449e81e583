namespace HierKD;

/// <summary>A run was cancelled after it had written a checkpoint. The user's model is as it was before the run.</summary>
public sealed class PruningCanceledException : OperationCanceledException
{
    internal PruningCanceledException(string path, OperationCanceledException inner)
        : base(
            $"The run was cancelled. It goes on from '{path}' when it is started again with the same model, data and options.", inner,
            inner.CancellationToken) => CheckpointPath = path;

    /// <summary>The file that the run can be continued from.</summary>
    public string CheckpointPath { get; }
}
