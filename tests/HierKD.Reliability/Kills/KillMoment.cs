namespace HierKD.Reliability.Kills;

/// <summary>When a process is killed.</summary>
/// <param name="Write">The write of the checkpoint that is waited for, counted from 1; <see langword="null"/> to go by time alone.</param>
/// <param name="Delay">How long after that, or after training begins.</param>
internal sealed record KillMoment(int? Write, TimeSpan Delay)
{
    /// <summary>Draws one: half of them within a write, which may be over by then, half anywhere.</summary>
    /// <param name="random">Draws.</param>
    /// <param name="whole">What a run is like that nobody kills.</param>
    public static KillMoment Draw(Random random, RunTimes whole) => random.Next(2) == 0
        ? new(null, random.NextDouble() * whole.Run)
        : new(random.Next(1, 4), random.NextDouble() * whole.Write);

    public override string ToString() => Write is { } write
        ? FormattableString.Invariant($"{Delay.TotalMilliseconds:0} ms into write {write}")
        : FormattableString.Invariant($"after {Delay.TotalMilliseconds:0} ms");
}
