using static TorchSharp.torch;

namespace HierKD;

/// <summary>A layer whose channels HierKD knows how to remove: one subclass for each kind of TorchSharp module.</summary>
internal abstract class PrunableLayer(string name, nn.Module module)
{
    /// <summary>The layer's path in the model, as in the state dictionary.</summary>
    public string Name { get; } = name;

    public nn.Module Module { get; } = module;

    public abstract LayerRole Role { get; }

    /// <summary>The number of output channels when the layer was found, before any was removed.</summary>
    public abstract long Outputs { get; }

    /// <summary>The number of input channels when the layer was found, before any was removed.</summary>
    public abstract long Inputs { get; }

    /// <summary>The layer's tensors with the axes that run over its channels.</summary>
    public abstract IReadOnlyList<LayerTensor> Tensors { get; }

    /// <summary>States new channel counts in the layer's shape properties; its tensors are changed by the caller.</summary>
    public abstract void SetShape(long outputs, long inputs);

    /// <summary>The number of weight applications for one sample, given the layer's input and output for that sample.</summary>
    /// <remarks>A layer's multiply-adds are its weight's elements times this number.</remarks>
    public abstract long Positions(ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape);

    public override string ToString() => $"{Name} ({Module.GetType().Name} {Inputs} -> {Outputs})";
}
