namespace HierKD;

/// <summary>What the levels of a session are made from: the network that the user gave or, where levels follow one another, one that an
/// earlier session has finished. Frozen; it teaches the largest level.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Weights">What it computes with.</param>
/// <param name="Mask">The filters that it has.</param>
internal sealed record OriginalLevel(string Name, IModelWeights Weights, FilterMask Mask)
{
    /// <summary>The user's own network.</summary>
    public static OriginalLevel Of(WorkingModel working, FilterGraph graph) => new("original", working.Own, FilterMask.Full(graph));

    /// <summary>A finished level.</summary>
    public static OriginalLevel Of(CutLevel level) => new(level.Name, level.Weights, level.Mask);

    /// <summary>Whether it is a level of an earlier session.</summary>
    public bool IsFinishedLevel => Mask.Kept < Mask.Graph.Filters;

    /// <summary>The multiply-adds of one sample's forward pass.</summary>
    public long MultiplyAdds => Mask.Graph.Cost.MultiplyAdds(Mask);
}
