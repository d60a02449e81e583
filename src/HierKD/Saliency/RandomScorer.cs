using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// A number for each filter that depends on nothing but a seed and the filter: the same in every step, at every level, on every machine.
/// </summary>
internal sealed class RandomScorer(int seed) : ISaliencyScorer
{
    public ScoreAccumulation Accumulation => ScoreAccumulation.Latest;

    public Tensor Score(FilterGroup group, LevelStep step) =>
        tensor(step.Scored.KeptFilters(group).Select(f => Number(((ulong)(uint)group.Index << 32) | (uint)f)).ToArray());

    /// <summary>In [0, 1): 24 bits of the filter's place, mixed with the seed by the finaliser of SplitMix64.</summary>
    private float Number(ulong place) => (Mix(place ^ Mix((ulong)(uint)seed)) >> 40) / (float)(1 << 24);

    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    public override string ToString() => FormattableString.Invariant($"Saliency.Random(seed: {seed})");
}
