namespace HierKD;

/// <summary>Why channels at a place have to stay.</summary>
/// <param name="At">The place.</param>
/// <param name="Clause">What is the matter with it, after "which": "is excluded".</param>
/// <param name="Rank">Of several reasons the lowest rank is told.</param>
internal sealed record ChannelLock(ChannelSite At, string Clause, int Rank)
{
    /// <summary>The reason as a clause about the filters of a layer.</summary>
    public string Tell(PrunableLayer layer)
    {
        if (At.Layer is null) return Clause;
        if (At.Layer == layer && At.Side == ChannelSide.Outputs) return $"it {Clause}";
        var relation = (At.Side, At.Layer.Role) switch
        {
            (ChannelSide.Inputs, _) => "they are the inputs of layer",
            (_, LayerRole.Carrier) => "they pass through layer",
            _ => "they are coupled with the filters of layer",
        };
        return $"{relation} '{At.Name}', which {Clause}";
    }
}
