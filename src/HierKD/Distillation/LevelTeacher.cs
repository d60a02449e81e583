namespace HierKD;

/// <summary>Whom a level learns from in the joint phase.</summary>
public enum LevelTeacher
{
    /// <summary>
    /// The next larger level, which is asked, in training mode but without being trained, if it takes no part in the step itself
    /// (<see cref="LevelSampling"/>); the largest level learns from the original. As published.
    /// </summary>
    NextLarger,

    /// <summary>The original, for every level.</summary>
    Original,

    /// <summary>Both: the mean of their outputs; the largest level learns from the original. The default.</summary>
    Mean,
}
