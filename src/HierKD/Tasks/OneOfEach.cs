using static TorchSharp.torch;

namespace HierKD;

/// <summary>For what looks at one output and one target.</summary>
internal static class OneOfEach
{
    /// <exception cref="ArgumentException">There are several outputs or targets, or none.</exception>
    public static void Require(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> targets, string who)
    {
        if (outputs.Count == 1 && targets.Count == 1) return;
        throw new ArgumentException(
            $"{who} looks at one output and one target; the model gives {outputs.Count} outputs, and the batch {targets.Count} targets. " +
            (who == nameof(Metric)
                ? "Metric.ForOutput says which of them a metric is for."
                : "For several give PruningTask a loss of (outputs, batch), and a metric."),
            nameof(outputs));
    }
}
