using static TorchSharp.torch;

namespace HierKD;

/// <summary>The Kullback-Leibler divergence of the softened teacher from the softened student, over axis 1.</summary>
internal sealed class SoftTargetsLoss(double temperature, bool scaled) : IDistillationLoss
{
    public Tensor Compute(DistillationStep step)
    {
        ClassAxis.Require(step, "SoftTargets");
        // Not functional.kl_div: it takes its target for logarithms by default, and its mean is over elements, not over samples.
        var target = nn.functional.log_softmax(step.TeacherOutput / temperature, 1);
        var own = nn.functional.log_softmax(step.Output / temperature, 1);
        var divergence = (target.exp() * (target - own)).sum(1).mean();
        return scaled ? divergence * (temperature * temperature) : divergence;
    }

    public override string ToString() =>
        FormattableString.Invariant($"DistillationLoss.SoftTargets(temperature: {temperature}, scaled: {(scaled ? "true" : "false")})");
}
