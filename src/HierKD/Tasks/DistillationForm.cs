using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// How a task's outputs are distilled if nobody has said: told by the form of its outputs and targets. What is a distribution over classes
/// is learnt as one, what is a yes or a no as that, and everything else by its values, which fits whatever they mean.
/// </summary>
internal static class DistillationForm
{
    private static readonly string OtherForm = "targets are of another form than outputs";

    /// <summary>The loss, and why it was chosen: for several outputs the sum of a loss for each.</summary>
    /// <param name="outputs">The model's outputs for a batch.</param>
    /// <param name="targets">The batch's targets.</param>
    public static (IDistillationLoss Loss, string Reason) Of(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> targets)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var learnt = Enumerable.Range(0, outputs.Count).Where(i => outputs[i].is_floating_point()).ToArray();
        if (outputs.Count == 1 && targets.Count <= 1)
        {
            var only = targets.Count == 1 ? Of(outputs[0], targets[0]) : (DistillationLoss.LogitDistance(), "there are no targets");
            return (only.Item1, only.Item2);
        }
        var parts = learnt.Select(i => (Output: i, Choice: OfSeveral(i, outputs, targets))).ToArray();
        var losses = parts.Select(p => DistillationLoss.ForOutput(p.Output, p.Choice.Loss, p.Choice.Target)).ToArray();
        var reason = string.Join("; ", parts.Select(p => $"output {p.Output}: {p.Choice.Reason}"));
        return (losses.Length == 1 ? losses[0] : DistillationLoss.Weighted([.. losses.Select(l => (1.0, l))]), reason);
    }

    /// <summary>By the target of the output's number where they are as many, else by the first that has a form of its own.</summary>
    private static (IDistillationLoss Loss, int? Target, string Reason) OfSeveral(
        int output, IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> targets)
    {
        int[] candidates = targets.Count == outputs.Count ? [output] : [.. Enumerable.Range(0, targets.Count)];
        foreach (var target in candidates)
        {
            var (loss, reason) = Of(outputs[output], targets[target]);
            if (reason != OtherForm) return (loss, target, reason);
        }
        return (DistillationLoss.LogitDistance(), null, targets.Count == 0 ? "there are no targets" : OtherForm);
    }

    private static (IDistillationLoss Loss, string Reason) Of(Tensor output, Tensor target)
    {
        var hasClasses = output.dim() >= 2 && output.shape[1] >= 2;
        if (hasClasses && AreClasses(target, output)) return (DistillationLoss.SoftTargets(), "targets are class indices");
        if (target.numel() != output.numel() || target.numel() == 0) return (DistillationLoss.LogitDistance(), OtherForm);
        var values = target.to(ScalarType.Float64);
        if (hasClasses && target.shape.SequenceEqual(output.shape) && AreDistributions(values))
        {
            return (DistillationLoss.SoftTargets(), "targets are distributions over axis 1");
        }
        if (values.max().eq(values.min()).ToBoolean()) return (DistillationLoss.LogitDistance(), "the first targets are all the same");
        if (!values.mul(values.sub(1)).eq(0).all().ToBoolean()) return (DistillationLoss.LogitDistance(), "targets are numbers");
        return output.ge(0).logical_and(output.le(1)).all().ToBoolean()
            ? (DistillationLoss.LogitDistance(), "targets are 0 or 1, outputs probabilities")
            : (DistillationLoss.BinarySoftTargets(), "targets are 0 or 1");
    }

    /// <summary>Identities of faces, say, are numbers too, but not those of outputs; -100 is what cross-entropy passes over.</summary>
    private static bool AreClasses(Tensor target, Tensor output)
    {
        if (target.dtype != ScalarType.Int64 || target.numel() == 0) return false;
        return target.shape.SequenceEqual([output.shape[0], .. output.shape[2..]])
            && target.max().ToInt64() < output.shape[1]
            && target.masked_fill(target.eq(-100), 0).min().ToInt64() >= 0;
    }

    /// <summary>Rows of a single 1 may be labels of which one happens to hold.</summary>
    private static bool AreDistributions(Tensor values) =>
        values.ge(0).all().ToBoolean()
            && values.sum(1).sub(1).abs().le(1e-3).all().ToBoolean()
            && values.gt(0).logical_and(values.lt(1)).any().ToBoolean();
}
