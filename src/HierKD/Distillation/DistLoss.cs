using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// One minus the correlation of the softened outputs, along the classes of each sample and along the samples for each class.
/// </summary>
internal sealed class DistLoss(double beta, double gamma, double temperature) : IDistillationLoss
{
    /// <summary>
    /// What is added under the root, relative to the squared size: a row that does not vary correlates with nothing, and rounding noise is
    /// no variation.
    /// </summary>
    private const double Floor = 1e-8;

    public Tensor Compute(DistillationStep step)
    {
        ClassAxis.Require(step, "Dist");
        var own = Rows(step.Output);
        var teacher = Rows(step.TeacherOutput);
        var distance = (1 - Correlation(own, teacher, 1)) * beta + (1 - Correlation(own, teacher, 0)) * gamma;
        return distance * (temperature * temperature);
    }

    /// <summary>Probabilities <c>[samples, C]</c>; every position of a dense output is a sample.</summary>
    private Tensor Rows(Tensor output) => nn.functional.softmax(output / temperature, 1).transpose(0, 1).flatten(1).transpose(0, 1);

    private static Tensor Correlation(Tensor a, Tensor b, int axis) => (Standardized(a, axis) * Standardized(b, axis)).sum(axis).mean();

    private static Tensor Standardized(Tensor values, int axis)
    {
        var centred = values - values.mean([axis], keepdim: true);
        return centred / (centred.square().sum(axis, keepdim: true) + values.square().sum(axis, keepdim: true) * Floor).sqrt();
    }

    public override string ToString() =>
        FormattableString.Invariant($"DistillationLoss.Dist(beta: {beta}, gamma: {gamma}, temperature: {temperature})");
}
