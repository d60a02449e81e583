namespace HierKD.Reliability.Kills;

/// <summary>How a process came to its end.</summary>
/// <param name="WasKilled">Whether it was killed.</param>
/// <param name="WasWriting">Whether it was writing the checkpoint then.</param>
/// <param name="Failure">Why it failed; <see langword="null"/> if it did not.</param>
/// <param name="Times">How long it took.</param>
internal sealed record WatchedEnd(bool WasKilled, bool WasWriting, string? Failure, RunTimes Times);
