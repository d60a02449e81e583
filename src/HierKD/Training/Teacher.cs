namespace HierKD;

/// <summary>One who can teach a level, frozen.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">What its answers are remembered by.</param>
/// <param name="MultiplyAdds">What an answer costs, for each sample.</param>
/// <param name="Metric">Its metric, where that is known.</param>
/// <param name="IsRepeatable">Whether its answers can be remembered.</param>
/// <param name="Teach">Asks it.</param>
internal sealed record Teacher(
    string Name, object Key, long MultiplyAdds, double Metric, bool IsRepeatable, Func<PruningBatch, LevelOutput> Teach)
{
    /// <summary>By what name it is noted that it was asked.</summary>
    /// <value>Its own, unless one who lasts through several stages is asked anew in each.</value>
    public string AskedAs { get; init; } = Name;

    /// <summary>A level, or the original.</summary>
    public static Teacher Of(PruningSession session, string name, IModelWeights weights, FilterMask mask, double metric) => new(
        name, weights, session.Graph.Cost.MultiplyAdds(mask), metric, IsRepeatable: true,
        batch => session.Objective.Teach(weights, batch.Inputs));

    /// <summary>What the session's levels are made from.</summary>
    public static Teacher Original(PruningSession session, double metric = double.NaN) =>
        Of(session, session.Original.Name, session.Original.Weights, session.Original.Mask, metric);

    /// <summary>One from outside, if there is one.</summary>
    public static Teacher? External(PruningSession session) => session.Options.Distillation.External is { } outside
        ? new(
            outside.Name, outside, outside.MultiplyAdds, double.NaN, outside.IsRepeatable,
            batch => session.Objective.TeachFromOutside(outside, batch))
        {
            AskedAs = session.Original.IsFinishedLevel ? $"{outside.Name} below {session.Original.Name}" : outside.Name,
        }
        : null;

    /// <summary>The one above all levels.</summary>
    public static Teacher Top(PruningSession session) => External(session) ?? Original(session);
}
