using static TorchSharp.torch;

namespace HierKD;

/// <summary>Accumulates gradients on tensors that took no part in the graph themselves.</summary>
internal static class Gradients
{
    public static void Add(Tensor target, Tensor gradient)
    {
        using var present = target.grad;
        if (present is null) target.grad = gradient;
        else present.add_(gradient);
    }

    /// <summary>The target's gradient, made of zeros if there is none yet; the caller disposes it.</summary>
    public static Tensor Of(Tensor target)
    {
        if (target.grad is { } present) return present;
        var zero = zeros_like(target, requires_grad: false);
        target.grad = zero;
        return zero;
    }
}
