using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// Drops whole samples of a residual branch in training (Huang et al., ECCV 2016) and scales up the others; the identity in evaluation.
/// </summary>
internal sealed class StochasticDepth(double probability) : Module<Tensor, Tensor>(nameof(StochasticDepth))
{
    /// <summary>From <c>[N, ...]</c> to the same shape.</summary>
    public override Tensor forward(Tensor input)
    {
        if (!training || probability == 0) return input.alias();
        using var scope = NewDisposeScope();
        var shape = input.shape.Select((size, dimension) => dimension == 0 ? size : 1).ToArray();
        var kept = full(shape, 1 - probability, input.dtype, input.device).bernoulli();
        return (input * kept / (1 - probability)).MoveToOuterDisposeScope();
    }
}
