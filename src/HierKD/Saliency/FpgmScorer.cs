using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// How far a filter's own weights lie from those of the others: one near their geometric median can be replaced by them (He et al., Filter
/// Pruning via Geometric Median, CVPR 2019).
/// </summary>
internal sealed class FpgmScorer : ISaliencyScorer
{
    public ScoreAccumulation Accumulation => ScoreAccumulation.Latest;

    public Tensor Score(FilterGroup group, LevelStep step)
    {
        var scored = step.Scored.KeptFilters(group);
        var on = step.On.KeptFilters(group);
        var device = step.Producers(group).First().Weight.device;
        var others = torch.tensor(on.Select(f => (long)Array.BinarySearch(scored, f)).ToArray(), device: device);
        // A filter that is on is not one of its own others.
        var count = torch.tensor(scored.Select(f => (float)Math.Max(1, on.Length - (step.On[group][f] ? 1 : 0))).ToArray(), device: device);
        return step.Producers(group).Select(p => Distances(p.Weight, p.Weight.index_select(0, others)) / count).Aggregate((a, b) => a + b);
    }

    /// <summary>Without the matrix product that is faster, and wrong where filters lie close together.</summary>
    private static Tensor Distances(Tensor filters, Tensor others) =>
        cdist(filters, others, 2, compute_mode.donot_use_mm_for_euclid_dist).sum(1);

    public override string ToString() => "Saliency.Fpgm()";
}
