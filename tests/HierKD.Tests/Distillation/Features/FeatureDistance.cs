namespace HierKD.Tests;

/// <summary>A loss that looks at everything that a step has of its modules.</summary>
internal sealed class FeatureDistance(params string[] modules) : IDistillationLoss
{
    public IReadOnlyCollection<string> Modules { get; } = modules;

    public Tensor Compute(DistillationStep step) => Modules
        .Select(m => Uneven(step.Feature(m) - step.SharedTeacherFeature(m))
            + step.Feature(m).square().mean() * step.TeacherFeature(m).square().mean())
        .Aggregate(nn.functional.mse_loss(step.Output, step.TeacherOutput), (a, b) => a + b);

    /// <summary>A mean of squares that treats no two elements alike.</summary>
    private static Tensor Uneven(Tensor difference) =>
        (difference.square() * (arange(difference.numel(), dtype: difference.dtype).sin() + 1.5).reshape(difference.shape)).mean();
}
