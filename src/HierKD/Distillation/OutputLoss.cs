using static TorchSharp.torch;

namespace HierKD;

/// <summary>A loss that looks at one of several outputs.</summary>
internal sealed class OutputLoss(int output, IDistillationLoss loss, int? target) : IDistillationLoss
{
    public IReadOnlyCollection<string> Modules => loss.Modules;

    public Tensor Compute(DistillationStep step) => loss.Compute(step.Of(output, target));

    public override string ToString() =>
        $"DistillationLoss.ForOutput({output}, {loss}{(target is { } own ? $", target: {own}" : "")})";
}
