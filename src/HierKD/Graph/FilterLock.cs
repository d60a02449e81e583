namespace HierKD;

/// <summary>Filters of a layer that stay, and why.</summary>
/// <param name="Layer">The layer's path in the model.</param>
/// <param name="Reason">Why they cannot be removed, as a clause: "its outputs are the model's outputs".</param>
/// <param name="Filters">How many of the layer's filters stay for this reason.</param>
/// <param name="Of">How many filters the layer has.</param>
public sealed record FilterLock(string Layer, string Reason, int Filters, int Of)
{
    /// <summary>The lock as a clause: which layer keeps what, and why.</summary>
    public override string ToString() =>
        Filters == Of ? $"{Layer} keeps its filters: {Reason}" : $"{Layer} keeps {Filters} of its {Of} filters: {Reason}";
}
