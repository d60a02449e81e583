namespace HierKD;

/// <summary>What discovery is doing.</summary>
public enum DiscoveryPhase
{
    /// <summary>It looks at what the model gives on the example.</summary>
    Example,

    /// <summary>It follows channels through the model.</summary>
    Search,

    /// <summary>It tries the removal of filters.</summary>
    Trial,
}
