namespace HierKD;

/// <summary>Another process of the group failed, or the processes do not do the same.</summary>
public sealed class ProcessGroupException : Exception
{
    /// <summary>A failure of the group.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="rank">The process that failed, if it was one. Default <see langword="null"/>.</param>
    /// <param name="inner">What it came from. Default <see langword="null"/>.</param>
    public ProcessGroupException(string message, int? rank = null, Exception? inner = null)
        : base(message, inner) => Rank = rank;

    /// <summary>The process that failed; <see langword="null"/> if it was not one alone.</summary>
    public int? Rank { get; }
}
