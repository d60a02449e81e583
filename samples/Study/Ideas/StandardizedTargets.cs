using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Ideas;

/// <summary>
/// Soft targets of logits that are standardised over the classes of each sample (Sun et al., Logit Standardization in Knowledge
/// Distillation, CVPR 2024): a student need not match the teacher's scale.
/// </summary>
internal sealed class StandardizedTargets(double temperature) : IDistillationLoss
{
    public Tensor Compute(DistillationStep step)
    {
        var target = nn.functional.log_softmax(Standardized(step.TeacherOutput) / temperature, 1);
        var own = nn.functional.log_softmax(Standardized(step.Output) / temperature, 1);
        return (target.exp() * (target - own)).sum(1).mean() * (temperature * temperature);
    }

    private static Tensor Standardized(Tensor logits) => (logits - logits.mean([1], keepdim: true)) / (logits.std(1, keepdim: true) + 1e-7);
}
