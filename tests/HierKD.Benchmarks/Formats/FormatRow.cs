using HierKD.Samples;

namespace HierKD.Benchmarks.Formats;

/// <summary>What a session of a network would choose, and what it timed.</summary>
/// <param name="Network">The network.</param>
/// <param name="Batch">The samples of a batch.</param>
/// <param name="Choice">What was chosen.</param>
/// <param name="Seconds">What the measuring took.</param>
/// <param name="Command">What was asked for.</param>
/// <param name="Finished">When, in UTC.</param>
/// <param name="From">Commit, TorchSharp, machine and threads.</param>
internal sealed record FormatRow(
    string Network, int Batch, ComputationChoice Choice, double Seconds, string Command, DateTime Finished, Provenance From);
