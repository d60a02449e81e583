using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Values that look random and are the same each time, on every device: torch's generators, which are the user's, do not move.
/// </summary>
internal static class PseudoRandom
{
    /// <summary>Values in [-1/2, 1/2).</summary>
    public static Tensor Digits(long count, int seed, Device device)
    {
        using var scope = NewDisposeScope();
        var steps = arange(count, dtype: ScalarType.Float64, device: device);
        // A sine with its leading digits cut off: neighbours have nothing to do with each other.
        var digits = steps.mul_(12.9898).add_(78.233 * (seed + 1)).sin_().mul_(43758.5453);
        return digits.sub_(digits.floor()).sub_(0.5).MoveToOuterDisposeScope();
    }

    /// <summary>Values spread evenly about the mean of others, with their deviation.</summary>
    /// <param name="like">Sets shape, type, device, mean and deviation.</param>
    /// <param name="seed">Other values for another seed.</param>
    public static Tensor Like(Tensor like, int seed)
    {
        using var scope = NewDisposeScope();
        return Moments.Of(like).Spread(Digits(like.numel(), seed, like.device), scale: 1).reshape(like.shape).to(like.dtype)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The same, with a deviation of 1 at least where values are small, as those of a scale that starts at zero are.</summary>
    public static Tensor LikeParameter(Tensor like, int seed)
    {
        using var scope = NewDisposeScope();
        var isSmall = like.abs().max().to(ScalarType.Float64).ToDouble() < 0.1;
        return (isSmall ? Like(zeros_like(like), seed) : Like(like, seed)).MoveToOuterDisposeScope();
    }
}
