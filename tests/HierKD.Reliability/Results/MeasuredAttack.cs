using HierKD.Samples;

namespace HierKD.Reliability.Results;

/// <summary>A row and where it comes from.</summary>
/// <param name="Row">What was counted.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Count">What was asked for.</param>
/// <param name="Command">The command line.</param>
/// <param name="Minutes">How long it took.</param>
/// <param name="Finished">When it ended, in UTC.</param>
/// <param name="From">Commit, TorchSharp and machine.</param>
internal sealed record MeasuredAttack(
    AttackRow Row, int Seed, long Count, string Command, double Minutes, DateTime Finished, Provenance From);
