namespace HierKD;

/// <summary>The channels of one layer that belong to a <see cref="FilterGroup"/>.</summary>
public sealed class GroupMember
{
    internal GroupMember(PrunableLayer layer, ChannelSide side, int filters, long[] channels)
    {
        if (channels.Length == 0 || channels.Length % filters != 0)
        {
            throw new ArgumentException($"{channels.Length} channels cannot be shared evenly among {filters} filters.", nameof(channels));
        }

        Target = layer;
        Side = side;
        Role = layer.RoleOf(side);
        Channels = channels;
        ChannelsPerFilter = channels.Length / filters;
    }

    /// <summary>
    /// The layer's path in the model, as in its state dictionary; the key of the tensor for a parameter that a module of the user's own
    /// holds.
    /// </summary>
    public string Layer => Target.Name;

    /// <summary>What the layer does with the filters.</summary>
    public ChannelRole Role { get; }

    /// <summary>Which of the layer's channels the filters own.</summary>
    public ChannelSide Side { get; }

    /// <summary>
    /// How many of the layer's channels one filter owns: 1 for a convolution, height x width for a linear layer that reads a flattened
    /// feature map, more than 1 as well where channels can only go together.
    /// </summary>
    public int ChannelsPerFilter { get; }

    internal PrunableLayer Target { get; }

    /// <summary>
    /// The channels in the order of the filters: filter <c>f</c> owns <c>[f * ChannelsPerFilter, (f + 1) * ChannelsPerFilter)</c> of this
    /// list.
    /// </summary>
    internal long[] Channels { get; }

    /// <summary>The channels that the given filters own, in the filters' order.</summary>
    internal IEnumerable<long> ChannelsOf(IEnumerable<int> filters) =>
        filters.SelectMany(f => new ArraySegment<long>(Channels, f * ChannelsPerFilter, ChannelsPerFilter));

    /// <summary>
    /// The positions along an axis of one of the layer's tensors that the given filters own, in the filters' order; as many for each.
    /// </summary>
    internal IEnumerable<long> PositionsOf(IEnumerable<int> filters, LayerTensor tensor, int axis) =>
        filters.SelectMany(f => ChannelsOf([f]).Select(c => tensor.Position(axis, c)).Distinct());
}
