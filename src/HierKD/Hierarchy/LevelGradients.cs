namespace HierKD;

/// <summary>Whose gradients move a weight that several levels share.</summary>
public enum LevelGradients
{
    /// <summary>The sum over the levels that have it and take part in the step. As published, and the default.</summary>
    Sum,

    /// <summary>
    /// The smallest level that has it and takes part in the step: the student is trained as if it were alone, each larger level trains what
    /// it has beyond the next smaller one, and makes the best of the rest. Parts of a level's own (<see cref="PrivateParts"/>) follow that
    /// level in any case.
    /// </summary>
    SmallestLevel,
}
