namespace HierKD;

/// <summary>Whom a level learns from in the joint phase.</summary>
public enum LevelTeacher
{
    /// <summary>The next larger level that takes part in the step; the largest of them learns from the original. As published, and the default.</summary>
    NextLarger,

    /// <summary>The original, for every level.</summary>
    Original,

    /// <summary>Both: the mean of their outputs.</summary>
    Mean,
}
