namespace HierKD;

/// <summary>The checkpoint of a run cannot be used: it cannot be written, or another run uses it. Nothing has been trained.</summary>
public sealed class CheckpointException : IOException
{
    internal CheckpointException(string path, string reason, Exception? inner = null)
        : base($"The checkpoint '{path}' cannot be used: {reason}", inner) => (CheckpointPath, Reason) = (path, reason);

    /// <summary>The file, as a full path.</summary>
    public string CheckpointPath { get; }

    /// <summary>Why not, in a sentence.</summary>
    public string Reason { get; }
}
