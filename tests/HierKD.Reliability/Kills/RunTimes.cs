namespace HierKD.Reliability.Kills;

/// <summary>How long things take that nobody disturbs.</summary>
/// <param name="Run">From the beginning of training to the end of the process.</param>
/// <param name="Write">A write of the checkpoint, on average.</param>
internal sealed record RunTimes(TimeSpan Run, TimeSpan Write);
