namespace HierKD;

/// <summary>A place where channels are made or read: one side of a layer, or an output of the model.</summary>
/// <param name="name">What a message calls it.</param>
/// <param name="layer">The layer, or <see langword="null"/> for places that cannot shrink.</param>
/// <param name="side">Which channels of the layer.</param>
/// <param name="channels">How many there are.</param>
internal sealed class ChannelSite(string name, PrunableLayer? layer, ChannelSide side, int channels)
{
    public string Name => name;

    public PrunableLayer? Layer => layer;

    public ChannelSide Side => side;

    public int Channels => channels;

    public override string ToString() => $"{Name} {Side} {Channels}";
}
