using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace CustomSaliency;

/// <summary>
/// A criterion of the weights alone: the norm of what makes a filter times the norm of what reads it. A filter is small if little leads
/// into it or little leads out of it; the usual magnitude looks at the first alone, which a normalisation behind the layer cancels.
/// </summary>
public sealed class PathNorm : ISaliencyScorer
{
    /// <inheritdoc/>
    public ScoreAccumulation Accumulation => ScoreAccumulation.Latest; // weights are what they are: no average over steps

    /// <inheritdoc/>
    public Tensor Score(FilterGroup group, LevelStep step) => Norm(step.Producers(group)) * Norm(step.Consumers(group));

    private static Tensor Norm(IEnumerable<FilterView> layers) =>         // [F, n] of each layer -> [F]
        layers.Select(layer => layer.Weight.square().sum(1)).Aggregate((a, b) => a + b).sqrt();
}
