using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The mean absolute activation of a filter where it is read (Molchanov et al., Pruning Convolutional Neural Networks for Resource
/// Efficient Inference, ICLR 2017).
/// </summary>
internal sealed class MeanActivationScorer(ScoreAccumulation accumulation) : ISaliencyScorer
{
    public ScoreAccumulation Accumulation => accumulation;

    public bool NeedsActivations => true;

    public Tensor Score(FilterGroup group, LevelStep step) =>
        step.Activations(group).Select(a => a.Values.abs().mean([1L])).Aggregate((a, b) => a + b);

    public override string ToString() => "Saliency.MeanActivation()";
}
