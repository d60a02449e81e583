using static TorchSharp.torch;

namespace HierKD;

/// <summary>A layer whose channels HierKD knows how to remove: one subclass for each kind of TorchSharp module.</summary>
internal abstract class PrunableLayer(string name)
{
    /// <summary>The layer's path in the model, as in the state dictionary.</summary>
    public string Name { get; } = name;

    /// <summary>What a message calls the layer: its module's type.</summary>
    public abstract string Kind { get; }

    public abstract LayerRole Role { get; }

    /// <summary>The number of output channels when the layer was found, before any was removed.</summary>
    public abstract long Outputs { get; }

    /// <summary>
    /// The number of input channels when the layer was found, before any was removed; a carrier has the same channels in and out.
    /// </summary>
    public abstract long Inputs { get; }

    /// <summary>The layer's tensors with the axes that run over its channels.</summary>
    public abstract IReadOnlyList<LayerTensor> Tensors { get; }

    /// <summary>Channels that the layer can lose only together, because it treats them in groups of one size.</summary>
    public virtual IEnumerable<IReadOnlyList<(ChannelSide Side, long Channel)>> Bundles => [];

    /// <summary>Whether the layer normalises activations.</summary>
    public virtual bool IsNormalization => false;

    /// <summary>States new channel counts in the layer's shape properties; its tensors are changed by the caller.</summary>
    public abstract void SetShape(long outputs, long inputs);

    /// <summary>The part that a layer's filters play in a group.</summary>
    public virtual ChannelRole RoleOf(ChannelSide side) =>
        Role == LayerRole.Carrier ? ChannelRole.Carrier : side == ChannelSide.Inputs ? ChannelRole.Consumer : ChannelRole.Producer;

    public override string ToString() => $"{Name} ({Kind} {Inputs} -> {Outputs})";
}
