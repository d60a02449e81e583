using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Ideas;

/// <summary>
/// The larger of the alpha-divergences of the teacher from the student for alpha -1 and 1, with importance weights limited to 5 (Wang et
/// al., AlphaNet, ICML 2021): it punishes what the student is too sure of as well as what it misses.
/// </summary>
internal sealed class AlphaDivergence : IDistillationLoss
{
    private const double Limit = 5;

    public Tensor Compute(DistillationStep step)
    {
        var own = nn.functional.log_softmax(step.Output, 1);
        var (p, q) = (nn.functional.softmax(step.TeacherOutput, 1), own.detach().exp());
        var (low, lowGradient) = Below(p / q, q, own);
        var (high, highGradient) = Above(p / q, q, own);
        var (divergence, gradient) = (where(low > high, low, high), where(low > high, lowGradient, highGradient));
        // The number of the one, the gradient of the other: limited weights have no gradient of their own.
        return (divergence + gradient - gradient.detach()).mean();
    }

    /// <summary>For alpha -1: f(r) = (1/r - 1) / 2.</summary>
    private static (Tensor Divergence, Tensor Gradient) Below(Tensor ratio, Tensor q, Tensor own)
    {
        var weight = ratio.pow(-1).clamp(0, Limit);
        return ((q * (weight - 1) / 2).sum(1), (q * (weight - 0.5) * own).sum(1));
    }

    /// <summary>For alpha 1, the divergence of Kullback and Leibler: f(r) = r log r.</summary>
    private static (Tensor Divergence, Tensor Gradient) Above(Tensor ratio, Tensor q, Tensor own)
    {
        var weight = ratio.clamp(1e-12, Limit);
        return ((q * weight * weight.log()).sum(1), -(q * weight * own).sum(1));
    }
}
