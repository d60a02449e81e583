using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The gradient of the loss with respect to a gate on each filter, at its consumers' inputs: the sum of weight times gradient over all
/// weights that read the filter. Turning the gate from 1 to 0 changes the loss by minus this gradient, to first order.
/// </summary>
internal sealed class GateGradientScorer(GradientSource source, bool signed, ScoreAccumulation accumulation) : ISaliencyScorer
{
    public GradientSource Source => source;

    public ScoreAccumulation Accumulation => accumulation;

    public Tensor Score(FilterGroup group, LevelStep step)
    {
        var gate = step.Consumers(group).Select(c => (c.Weight * c.Gradient).sum(1)).Aggregate((a, b) => a + b);
        return signed ? -gate : gate.abs();
    }
}
