using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The divergence of soft targets in two parts with a weight each: the target class against all others together, and the others among
/// themselves.
/// </summary>
internal sealed class DecoupledSoftTargetsLoss(double alpha, double beta, double temperature) : IDistillationLoss
{
    public Tensor Compute(DistillationStep step)
    {
        Require(step);
        var classes = step.Output.shape[1];
        // What is no class, as -100 and 255 say, is none to tell from the others.
        var counted = step.Target.ge(0).logical_and(step.Target.lt(classes)).unsqueeze(1);
        var target = step.Target.unsqueeze(1).masked_fill(counted.logical_not(), 0);
        var perClass = Enumerable.Repeat(1L, (int)step.Output.dim()).ToArray();
        perClass[1] = classes;
        var isTarget = arange(classes, device: target.device).reshape(perClass).eq(target);
        var own = new Parts(step.Output / temperature, target, isTarget);
        var teacher = new Parts(step.TeacherOutput / temperature, target, isTarget);

        var targetClass = teacher.Target.exp() * (teacher.Target - own.Target) + teacher.Rest.exp() * (teacher.Rest - own.Rest);
        var others = (teacher.Among * (teacher.Relative - own.Relative)).sum(1, keepdim: true);
        var divergence = (targetClass * alpha + others * beta) * counted;
        return divergence.sum() / counted.sum().clamp_min(1) * (temperature * temperature);
    }

    private static void Require(DistillationStep step)
    {
        ClassAxis.Require(step, "DecoupledSoftTargets");
        var (output, target) = (step.Output, step.Target);
        long[] expected = [output.shape[0], .. output.shape[2..]];
        if (target.dtype != ScalarType.Int64 || !target.shape.SequenceEqual(expected))
        {
            throw new ArgumentException(
                $"The target is {Text(target)} of {target.dtype}; DistillationLoss.DecoupledSoftTargets needs class indices " +
                $"[{string.Join(", ", expected)}] of Int64 for outputs {Text(output)}.",
                nameof(step));
        }
    }

    private static string Text(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";

    /// <summary>One model's distribution, taken apart; log-probabilities, so that sure models give no infinities.</summary>
    private sealed class Parts
    {
        public Parts(Tensor logits, Tensor target, Tensor isTarget)
        {
            var all = logits.logsumexp(1, keepdim: true);
            var withoutTarget = logits.masked_fill(isTarget, double.NegativeInfinity);
            var rest = withoutTarget.logsumexp(1, keepdim: true);
            Target = logits.gather(1, target) - all;
            Rest = rest - all;
            Relative = logits - rest;
            Among = (withoutTarget - rest).exp();
        }

        /// <summary>The logarithm of the target class's probability, <c>[N, 1, …]</c>.</summary>
        public Tensor Target { get; }

        /// <summary>The logarithm of the probability of all other classes together, <c>[N, 1, …]</c>.</summary>
        public Tensor Rest { get; }

        /// <summary>
        /// The logarithms of the other classes' probabilities among themselves, <c>[N, C, …]</c>; the target class's entry means nothing,
        /// but is finite.
        /// </summary>
        public Tensor Relative { get; }

        /// <summary>The other classes' probabilities among themselves, <c>[N, C, …]</c>, with 0 for the target class.</summary>
        public Tensor Among { get; }
    }

    public override string ToString() =>
        FormattableString.Invariant($"DistillationLoss.DecoupledSoftTargets(alpha: {alpha}, beta: {beta}, temperature: {temperature})");
}
