using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The squared distance of attention maps (where in a feature map the activations are), summed over modules.</summary>
internal sealed class AttentionTransferLoss(IReadOnlyCollection<string> modules) : IDistillationLoss
{
    /// <summary>Below this squared length a map is taken for empty: dividing by it would leave the range of single precision.</summary>
    private const double Empty = 1e-24;

    public IReadOnlyCollection<string> Modules { get; } = modules;

    public Tensor Compute(DistillationStep step) => Modules
        .Select(module =>
            (Attention(step.Feature(module), step, module) - Attention(step.TeacherFeature(module), step, module)).square().sum(1).mean())
        .Aggregate((a, b) => a + b);

    /// <summary>The sums of squares over channels as one vector of length 1 for each sample, <c>[N, positions]</c>.</summary>
    private static Tensor Attention(Tensor feature, DistillationStep step, string module)
    {
        if (feature.dim() < 3)
        {
            throw new InvalidOperationException(
                $"The feature of module '{module}' is [{string.Join(", ", feature.shape)}]: without positions there is no attention to " +
                "transfer; name a module in front of the pooling.");
        }
        var map = feature.square().sum(step.ChannelAxis(module)).flatten(1);
        return map / map.square().sum(1, keepdim: true).clamp_min(Empty).sqrt();
    }

    public override string ToString() => $"DistillationLoss.AttentionTransfer({string.Join(", ", Modules)})";
}
