using static TorchSharp.torch;

namespace HierKD;

/// <summary>The numbers of a phase's epochs in the run, which decide over the data's order and over torch's random numbers.</summary>
/// <param name="RunSeed">The run's seed.</param>
/// <param name="Before">The epochs of the phases before.</param>
/// <param name="Rank">Which process of several: each draws numbers of its own for its own samples.</param>
internal sealed record EpochNumbers(long RunSeed, int Before, int Rank = 0)
{
    /// <summary>The number of the phase's epoch <paramref name="epoch"/>, which counts from 1.</summary>
    public int Of(int epoch) => Before + epoch;

    /// <summary>
    /// Seeds torch's generators anew for an epoch, so that a run draws the same numbers whether or not it was interrupted before.
    /// </summary>
    public void Seed(int epoch) => manual_seed(unchecked((RunSeed * 1_000_003 + Of(epoch)) ^ (Rank * 0x5851F42D4C957F2D)));
}
