using HierKD.Samples;

namespace HierKD.Benchmarks.Widths;

/// <summary>Students of one network that differ in their widths, timed in turns.</summary>
/// <param name="Network">The network.</param>
/// <param name="Keep">How many per cent of the multiply-adds students may keep.</param>
/// <param name="Batch">The samples of a batch.</param>
/// <param name="Whole">The whole network.</param>
/// <param name="Students">The students.</param>
/// <param name="Exhaustive">What timing layers at all widths says, where each layer depends on one group alone.</param>
/// <param name="Command">What was asked for.</param>
/// <param name="Finished">When, in UTC.</param>
/// <param name="From">Commit, TorchSharp, machine and threads.</param>
internal sealed record WidthRow(
    string Network, int Keep, int Batch, WidthStudent Whole, IReadOnlyList<WidthStudent> Students, WidthBound? Exhaustive, string Command,
    DateTime Finished, Provenance From);
