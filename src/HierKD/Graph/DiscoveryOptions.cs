namespace HierKD;

/// <summary>Which filters may be removed.</summary>
public sealed record DiscoveryOptions
{
    /// <summary>Layers, by their path in the model, that keep every filter.</summary>
    /// <value>None by default.</value>
    public IReadOnlyCollection<string> ExcludedLayers { get; init; } = [];

    /// <summary>Whether the filters of the first layer may be removed as well.</summary>
    /// <value><see langword="false"/> by default: Miles and Mikolajczyk (BMVC 2020) never mask the first convolution.</value>
    public bool PruneFirstLayer { get; init; }
}
