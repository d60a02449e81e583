namespace HierKD;

/// <summary>In which order a run trains the levels of its chain.</summary>
public enum LevelTraining
{
    /// <summary>All levels together in the joint phase; then the student alone is fine-tuned. The other levels stay as they are.</summary>
    Student,

    /// <summary>
    /// All levels together in the joint phase; then each alone is fine-tuned, from the largest down to the student, taught by those above
    /// it that are finished, and by the original: one run, a family of finished models.
    /// </summary>
    Family,

    /// <summary>
    /// One level after the other, from the largest down to the student, each with phases of its own: it begins with the weights of the
    /// finished level above it, loses further filters, and is fine-tuned. That level is its original and its teacher (TAKD, Mirzadeh et
    /// al., AAAI 2020, with pruned students).
    /// </summary>
    InTurn,
}
