using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The gradient of the loss with respect to a gate on each filter, at its consumers' inputs or, where that is the same, at its
/// normalisations. Turning the gate from 1 to 0 changes the loss by minus this gradient, to first order.
/// </summary>
internal sealed class GateGradientScorer(
    GradientSource source, bool signed, ScoreAccumulation accumulation, GateForm form) : ISaliencyScorer
{
    public GradientSource Source => source;

    public ScoreAccumulation Accumulation => accumulation;

    public void RequireScorable(FilterGraph graph)
    {
        if (form == GateForm.Consumers || graph.Groups.FirstOrDefault(g => !g.HasNormForm) is not { } other) return;
        throw new ArgumentException(
            $"The norm form of the gate gradient does not hold for group '{other.Name}': its filters do not pass exactly one " +
            "normalisation each with nothing but functions that scale with " +
            "their input (ReLU, pooling, addition) behind it. Use GateForm.Consumers.", nameof(graph));
    }

    public Tensor Score(FilterGroup group, LevelStep step)
    {
        var gate = form == GateForm.Consumers
            ? AtConsumers(group, step)
            : step.Norms(group).Select(n => (n.Scale * n.ScaleGradient + n.Shift * n.ShiftGradient).sum(1)).Aggregate((a, b) => a + b);
        return signed ? -gate : gate.abs();
    }

    /// <summary>The signed gradient of the loss with respect to a gate on each filter where it is read, <c>[F]</c>.</summary>
    public static Tensor AtConsumers(FilterGroup group, LevelStep step) =>
        step.Consumers(group).Select(c => (c.Weight * c.Gradient).sum(1)).Aggregate((a, b) => a + b);

    public override string ToString() => source switch
    {
        GradientSource.OwnLevel => $"Saliency.GateGradient(form: {form})",
        GradientSource.EveryLevel => $"Saliency.SharedGate(form: {form})",
        _ => $"Saliency.CascadedGate(signed: {(signed ? "true" : "false")}, form: {form})",
    };
}
