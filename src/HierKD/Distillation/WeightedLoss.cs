using static TorchSharp.torch;

namespace HierKD;

/// <summary>A weighted sum of losses.</summary>
internal sealed class WeightedLoss(IReadOnlyList<(double Weight, IDistillationLoss Loss)> terms) : IDistillationLoss
{
    public IReadOnlyCollection<string> Modules { get; } = terms.SelectMany(t => t.Loss.Modules).Distinct().ToArray();

    public Tensor Compute(DistillationStep step) => terms.Select(t => t.Loss.Compute(step) * t.Weight).Aggregate((a, b) => a + b);

    public override string ToString() =>
        $"DistillationLoss.Weighted({string.Join(", ", terms.Select(t => FormattableString.Invariant($"({t.Weight}, {t.Loss})")))})";
}
