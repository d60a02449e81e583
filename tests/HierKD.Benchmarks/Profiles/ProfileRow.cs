using HierKD.Samples;

namespace HierKD.Benchmarks.Profiles;

/// <summary>Where the time of a joint step goes.</summary>
/// <param name="Network">The network.</param>
/// <param name="Batch">The samples of a batch.</param>
/// <param name="Steps">How many steps were looked at.</param>
/// <param name="Step">A step, in milliseconds on average.</param>
/// <param name="Parts">Its parts, in milliseconds on average.</param>
/// <param name="Optimizer">The optimizer's step.</param>
/// <param name="Command">What was asked for.</param>
/// <param name="Finished">When, in UTC.</param>
/// <param name="From">Commit, TorchSharp, machine and threads.</param>
internal sealed record ProfileRow(
    string Network, int Batch, int Steps, double Step, IReadOnlyDictionary<string, double> Parts, double Optimizer, string Command,
    DateTime Finished, Provenance From);
