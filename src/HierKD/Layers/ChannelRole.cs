namespace HierKD;

/// <summary>What a layer does with the filters of a group.</summary>
public enum ChannelRole
{
    /// <summary>The filters are the layer's output channels.</summary>
    Producer,

    /// <summary>The filters pass through the layer, which has parameters for each of them.</summary>
    Carrier,

    /// <summary>The filters' outputs are the layer's input channels.</summary>
    Consumer,
}
