using static TorchSharp.torch;

namespace HierKD;

/// <summary>The share of a filter's activations that are not zero: 1 - APoZ (Hu et al., Network Trimming, 2016).</summary>
internal sealed class ApozScorer(ScoreAccumulation accumulation) : ISaliencyScorer
{
    public ScoreAccumulation Accumulation => accumulation;

    public bool NeedsActivations => true;

    public Tensor Score(FilterGroup group, LevelStep step) =>
        step.Activations(group).Select(a => a.Values.ne(0).to(float32).mean([1L])).Aggregate((a, b) => a + b);

    public override string ToString() => "Saliency.Apoz()";
}
