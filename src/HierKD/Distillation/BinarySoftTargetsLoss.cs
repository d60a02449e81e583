using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The Kullback-Leibler divergence of the softened teacher from the softened student, of every output by itself: a sigmoid each.
/// </summary>
internal sealed class BinarySoftTargetsLoss(double temperature, bool scaled) : IDistillationLoss
{
    public Tensor Compute(DistillationStep step)
    {
        var (teacher, own) = (step.TeacherOutput / temperature, step.Output / temperature);
        // Of a sigmoid's two outcomes the logarithms are those of the logit and of its negative: sure models give no infinities.
        var divergence = teacher.sigmoid() * (LogSigmoid(teacher) - LogSigmoid(own))
            + (-teacher).sigmoid() * (LogSigmoid(-teacher) - LogSigmoid(-own));
        var mean = divergence.mean();
        return scaled ? mean * (temperature * temperature) : mean;
    }

    private static Tensor LogSigmoid(Tensor logits) => nn.functional.logsigmoid(logits);

    public override string ToString() =>
        FormattableString.Invariant(
            $"DistillationLoss.BinarySoftTargets(temperature: {temperature}, scaled: {(scaled ? "true" : "false")})");
}
