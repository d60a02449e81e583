using static TorchSharp.torch;

namespace HierKD;

/// <summary>A layer that is a module of a known kind: it can be watched, and computed with other values than its own.</summary>
internal abstract class ModuleLayer(string name, nn.Module<Tensor, Tensor> module) : PrunableLayer(name)
{
    public nn.Module<Tensor, Tensor> Module { get; } = module;

    public override string Kind => Module.GetType().Name;

    /// <summary>
    /// What the layer computes beside what the shapes of its tensors and its input say: layers of one kind and form are equal.
    /// </summary>
    public virtual string Form => "";

    /// <summary>
    /// Whether one channel's output depends on the others because statistics are taken over all of them, so that removing one changes the
    /// rest.
    /// </summary>
    public virtual bool NormalizesAcrossChannels => false;

    /// <summary>The axis over channels in a tensor of the given rank that goes in or comes out.</summary>
    public abstract int ChannelAxis(int rank);

    /// <summary>The number of weight applications for the given input and output, all samples together.</summary>
    /// <remarks>A layer's multiply-adds are its weight's elements times this number.</remarks>
    public virtual long Positions(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape) => 0;

    /// <summary>
    /// The smallest input of a given rank and number of channels that the module accepts, all zeros: what it is given when its own result
    /// does not matter.
    /// </summary>
    public virtual Tensor SmallestInput(int rank, long channels, ScalarType type, Device device)
    {
        var shape = Enumerable.Repeat(1L, rank).ToArray();
        shape[ChannelAxis(rank)] = channels;
        return zeros(shape, dtype: type, device: device);
    }

    /// <summary>
    /// What the module computes in evaluation mode, with other values for its <see cref="PrunableLayer.Tensors"/>: any kept channels, any
    /// type.
    /// </summary>
    /// <param name="input">The input, with the channels that <paramref name="values"/> are for.</param>
    /// <param name="values">One value for each of <see cref="PrunableLayer.Tensors"/>.</param>
    public abstract Tensor Apply(Tensor input, IReadOnlyList<Tensor> values);

    protected static long Product(ReadOnlySpan<long> sizes)
    {
        var product = 1L;
        foreach (var size in sizes) product *= size;
        return product;
    }
}
