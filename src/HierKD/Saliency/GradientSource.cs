namespace HierKD;

/// <summary>Whose forward and backward pass a level's scores are computed from.</summary>
public enum GradientSource
{
    /// <summary>
    /// The level's own pass. In <see cref="LevelExecution.Slim"/> execution a filter that is off gets no new score: it stands behind those
    /// of its group that do, and comes back only if the group gains filters.
    /// </summary>
    OwnLevel,

    /// <summary>
    /// The pass of the level's teacher, the next larger level: a filter that is off in the level but on in its teacher can come back.
    /// </summary>
    Teacher,

    /// <summary>
    /// The passes of all levels: each adds its numbers to every level's scores, so that a small level's noisy gradients are averaged with
    /// those of the larger ones.
    /// </summary>
    EveryLevel,
}
