using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A layer of a model under hooks: what goes in can be looked at, what comes out can be replaced.</summary>
internal sealed class WatchedLayer(ModuleLayer layer)
{
    public ModuleLayer Layer { get; } = layer;

    /// <summary>The channels that go in; <see langword="null"/> if none do.</summary>
    public ChannelSite? Reads { get; } = layer.Role == LayerRole.Carrier
        ? Site(layer, ChannelSide.Outputs)
        : layer.Inputs > 0 ? Site(layer, ChannelSide.Inputs) : null;

    /// <summary>The channels that the layer makes; <see langword="null"/> if it passes on those that go in.</summary>
    public ChannelSite? Makes { get; } = layer.Role == LayerRole.Carrier ? null : Site(layer, ChannelSide.Outputs);

    /// <summary>
    /// Calls <paramref name="enter"/> and <paramref name="leave"/> around the module; what they return takes the place of input and output.
    /// </summary>
    public Action Hook(Func<Tensor, Tensor> enter, Func<Tensor, Tensor, Tensor> leave)
    {
        var before = Layer.Module.register_forward_pre_hook((_, input) => enter(input));
        var after = Layer.Module.register_forward_hook((_, input, output) => leave(input, output));
        return () =>
        {
            before.remove();
            after.remove();
        };
    }

    private static ChannelSite Site(ModuleLayer layer, ChannelSide side) =>
        new(layer.Name, layer, side, (int)(side == ChannelSide.Inputs ? layer.Inputs : layer.Outputs));
}
