namespace HierKD.Reliability.Throws;

/// <summary>How a run is disturbed.</summary>
/// <param name="Cancels">Whether the run is cancelled at a call; the call throws otherwise.</param>
/// <param name="HasCheckpoint">Whether the run has a checkpoint.</param>
internal sealed record ThrowWay(bool Cancels, bool HasCheckpoint)
{
    public static IReadOnlyList<ThrowWay> All { get; } = [new(false, false), new(false, true), new(true, false), new(true, true)];

    public override string ToString() => $"{(Cancels ? "cancelled" : "thrown")}{(HasCheckpoint ? ", with a checkpoint" : "")}";
}
