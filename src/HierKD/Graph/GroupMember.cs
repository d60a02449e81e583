namespace HierKD;

/// <summary>The channels of one layer that belong to a <see cref="FilterGroup"/>.</summary>
public sealed class GroupMember
{
    internal GroupMember(PrunableLayer layer, ChannelRole role, int filters, long[] channels)
    {
        if (channels.Length == 0 || channels.Length % filters != 0)
        {
            throw new ArgumentException($"{channels.Length} channels cannot be shared evenly among {filters} filters.", nameof(channels));
        }

        Target = layer;
        Role = role;
        Channels = channels;
        ChannelsPerFilter = channels.Length / filters;
    }

    /// <summary>The layer's path in the model, as in its state dictionary.</summary>
    public string Layer => Target.Name;

    /// <summary>What the layer does with the filters.</summary>
    public ChannelRole Role { get; }

    /// <summary>
    /// How many of the layer's channels one filter owns: 1 for a convolution, height x width for a linear layer that reads a flattened feature map.
    /// </summary>
    public int ChannelsPerFilter { get; }

    internal PrunableLayer Target { get; }

    /// <summary>The channels in the order of the filters: filter <c>f</c> owns <c>[f * ChannelsPerFilter, (f + 1) * ChannelsPerFilter)</c> of this list.</summary>
    internal long[] Channels { get; }

    /// <summary>The channels that the given filters own, in the filters' order.</summary>
    internal IEnumerable<long> ChannelsOf(IEnumerable<int> filters)
    {
        foreach (var filter in filters)
        {
            for (var i = 0; i < ChannelsPerFilter; i++)
            {
                yield return Channels[filter * ChannelsPerFilter + i];
            }
        }
    }
}
