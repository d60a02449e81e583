using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Pseudo-random values in place of what layers give. They are taken out of one table, each call's from another place: to compute them for
/// every layer and run would take as long as the layers.
/// </summary>
internal sealed class RandomOutputs : IDisposable
{
    /// <summary>No divisor of it is a size that feature maps have, so that no channel is like another.</summary>
    private const int TableSize = 1_000_003;

    private readonly CallShapes _shapes;
    private readonly Tensor _table;

    /// <param name="shapes">The shapes of what layers give, and what is known of it.</param>
    /// <param name="device">Where.</param>
    public RandomOutputs(CallShapes shapes, Device device)
    {
        _shapes = shapes;
        _table = PseudoRandom.Digits(TableSize, seed: 0, device).DetachFromDisposeScope();
    }

    /// <summary>Values with the shape and type of what a call gives, and its mean and deviation.</summary>
    /// <param name="position">Which call.</param>
    /// <param name="seed">Other values for another seed.</param>
    /// <param name="scale">How many times the deviation.</param>
    public Tensor Of(int position, int seed, double scale)
    {
        using var scope = NewDisposeScope();
        var like = _shapes.Calls[position];
        var start = ((seed + 1L) * 40503 + position * 7919L) * 65539 % TableSize;
        var whole = start + like.Values <= TableSize
            ? _table
            : _table.repeat([(start + like.Values + TableSize - 1) / TableSize]);
        return like.Moments.Spread(whole.narrow(0, start, like.Values).clone(), scale).reshape(like.Output).to(like.Type)
            .MoveToOuterDisposeScope();
    }

    public void Dispose() => _table.Dispose();
}
