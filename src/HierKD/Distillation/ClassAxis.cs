namespace HierKD;

/// <summary>What losses over classes need of an output.</summary>
internal static class ClassAxis
{
    /// <param name="step">The step.</param>
    /// <param name="loss">The name of the loss among <see cref="DistillationLoss"/>'s.</param>
    /// <exception cref="ArgumentException">There are no two classes: a distribution over one class is always the same, and teaches nothing.
    /// </exception>
    public static void Require(DistillationStep step, string loss)
    {
        var output = step.Output;
        if (output.dim() >= 2 && output.shape[1] >= 2) return;
        throw new ArgumentException(
            $"The output has shape [{string.Join(", ", output.shape)}]; DistillationLoss.{loss} needs logits [N, C, …] of two classes or " +
            "more. For outputs that are a yes or a no each take BinarySoftTargets, for numbers LogitDistance.",
            nameof(step));
    }
}
