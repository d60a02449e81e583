using static TorchSharp.torch;

namespace HierKD;

/// <summary>The mean squared difference of features, over the channels that the level has, summed over modules.</summary>
internal sealed class HintsLoss(IReadOnlyCollection<string> modules) : IDistillationLoss
{
    public IReadOnlyCollection<string> Modules { get; } = modules;

    public Tensor Compute(DistillationStep step) => Modules
        .Select(module => nn.functional.mse_loss(step.Feature(module), step.SharedTeacherFeature(module)))
        .Aggregate((a, b) => a + b);

    public override string ToString() => $"DistillationLoss.Hints({string.Join(", ", Modules)})";
}
