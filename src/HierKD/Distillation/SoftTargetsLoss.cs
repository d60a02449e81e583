using static TorchSharp.torch;

namespace HierKD;

/// <summary>The Kullback-Leibler divergence of the softened teacher from the softened student, over axis 1.</summary>
internal sealed class SoftTargetsLoss(double temperature, bool scaled) : IDistillationLoss
{
    public Tensor Compute(Tensor student, Tensor teacher)
    {
        // Not functional.kl_div: it takes its target for logarithms by default, and its mean is over elements, not over samples.
        var target = nn.functional.log_softmax(teacher / temperature, 1);
        var own = nn.functional.log_softmax(student / temperature, 1);
        var divergence = (target.exp() * (target - own)).sum(1).mean();
        return scaled ? divergence * (temperature * temperature) : divergence;
    }
}
