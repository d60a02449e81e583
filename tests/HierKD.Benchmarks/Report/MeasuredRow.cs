using HierKD.Benchmarks.Rows;
using HierKD.Samples;

namespace HierKD.Benchmarks.Report;

/// <summary>A row and where it comes from.</summary>
/// <param name="Row">What was measured.</param>
/// <param name="Rounds">How often each side had its turn.</param>
/// <param name="Command">What was asked for.</param>
/// <param name="Finished">When, in UTC.</param>
/// <param name="From">Commit, TorchSharp and machine.</param>
internal sealed record MeasuredRow(BenchmarkRow Row, int Rounds, string Command, DateTime Finished, Provenance From);
