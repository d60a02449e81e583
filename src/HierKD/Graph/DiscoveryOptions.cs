namespace HierKD;

/// <summary>Which filters may be removed, and how they are looked for.</summary>
public sealed record DiscoveryOptions
{
    /// <summary>Layers, by their path in the model, that keep every channel, in and out.</summary>
    /// <value>None by default.</value>
    public IReadOnlyCollection<string> ExcludedLayers { get; init; } = [];

    /// <summary>
    /// Whether the filters of the first layer may be removed as well. If not, whatever is coupled with them stays too: in a network whose
    /// residual connections start at the first layer that can be much.
    /// </summary>
    /// <value><see langword="false"/> by default: Miles and Mikolajczyk (BMVC 2020) never mask the first convolution.</value>
    public bool PruneFirstLayer { get; init; }

    /// <summary>
    /// Whether removal is tried before it is offered: some filters of every group are removed and the output is compared with that of the
    /// whole model with the same filters masked. It costs a few forward passes, and finds what cannot be seen otherwise: sizes that are
    /// written into the forward.
    /// </summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Verify { get; init; } = true;

    /// <summary>
    /// How many copies of one sample a forward pass of the search carries, 1 or more. More are faster and need more memory: each copy needs
    /// what the layers' outputs of one sample need at the widest place.
    /// </summary>
    /// <value>16 by default.</value>
    public int ProbesPerPass { get; init; } = 16;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(ExcludedLayers);
        if (ProbesPerPass < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(ProbesPerPass), ProbesPerPass, $"ProbesPerPass is {ProbesPerPass}; it must be 1 or more.");
        }
    }
}
