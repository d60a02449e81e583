namespace HierKD;

/// <summary>Which channels of a layer are meant.</summary>
public enum ChannelSide
{
    /// <summary>The channels that go in.</summary>
    Inputs,

    /// <summary>
    /// The channels that come out. A layer that keeps channels apart, such as a normalisation, has these only: channel <c>c</c> in is
    /// channel <c>c</c> out.
    /// </summary>
    Outputs,
}
