using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The first-order Taylor expansion of the loss in the filter's own parameters (Molchanov et al., Importance Estimation for Neural Network
/// Pruning, CVPR 2019).
/// </summary>
internal sealed class TaylorScorer(TaylorForm form, ScoreAccumulation accumulation) : ISaliencyScorer
{
    public ScoreAccumulation Accumulation => accumulation;

    public Tensor Score(FilterGroup group, LevelStep step)
    {
        var sum = step.OwnParameters(group).Select(p => Single(p.Weight * p.Gradient).sum(1)).Aggregate((a, b) => a + b);
        return form switch
        {
            TaylorForm.Absolute => sum.abs(),
            TaylorForm.Squared => sum.square(),
            _ => sum,
        };
    }

    private Tensor Single(Tensor change) => form switch
    {
        TaylorForm.AbsolutePerWeight => change.abs(),
        TaylorForm.SquaredPerWeight => change.square(),
        _ => change,
    };

    public override string ToString() => $"Saliency.Taylor(form: {form})";
}
