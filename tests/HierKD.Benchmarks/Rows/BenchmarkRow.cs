using HierKD.Benchmarks.Pairs;

namespace HierKD.Benchmarks.Rows;

/// <summary>One line of the results.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="What">What was done, in words.</param>
/// <param name="Reference">What it is compared with.</param>
/// <param name="Ratio">Ours to the reference's.</param>
/// <param name="Target">What the ratio is to be at most, if there is a target.</param>
/// <param name="Ours">Our median, in <paramref name="Unit"/>.</param>
/// <param name="Theirs">The reference's.</param>
/// <param name="Unit">Of the two.</param>
internal sealed record BenchmarkRow(
    string Name, string What, string Reference, Ratio Ratio, double? Target, double Ours, double Theirs, string Unit)
{
    /// <summary>Whether the target is met; null without one.</summary>
    public bool? Met => Target is not { } target ? null : Ratio.Median <= target;
}
