using static TorchSharp.torch;

namespace HierKD;

/// <summary>The norm of each filter's own weights (Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017).</summary>
internal sealed class MagnitudeScorer(int p) : ISaliencyScorer
{
    public ScoreAccumulation Accumulation => ScoreAccumulation.Latest;

    public Tensor Score(FilterGroup group, LevelStep step)
    {
        var sum = step.Producers(group).Select(f => f.Weight.abs().pow(p).sum(1)).Aggregate((a, b) => a + b);
        return p == 1 ? sum : sum.pow(1.0 / p);
    }

    public override string ToString() => FormattableString.Invariant($"Saliency.Magnitude(p: {p})");
}
