namespace HierKD;

/// <summary>The checkpoint of a run cannot be used: it cannot be written, or another run uses it. Nothing has been trained.</summary>
public sealed class CheckpointException : IOException
{
    internal CheckpointException(string path, string reason, (PruningPhase Phase, int EpochsDone)? written = null, Exception? inner = null)
        : base(
            $"The checkpoint '{path}' cannot be used: {reason}" +
            (written is null ? "" : $" When that is mended the run goes on {Log.PlaceText(written)}."),
            inner) => (CheckpointPath, Reason, Phase, EpochsDone) = (path, reason, written?.Phase, written?.EpochsDone);

    /// <summary>The file, as a full path.</summary>
    public string CheckpointPath { get; }

    /// <summary>Why not, in a sentence.</summary>
    public string Reason { get; }

    /// <summary>The phase in which the run goes on from the file that is there.</summary>
    /// <value><see langword="null"/> if there is none that can be read.</value>
    public PruningPhase? Phase { get; }

    /// <summary>The epochs of that phase that are done; the same.</summary>
    public int? EpochsDone { get; }
}
