namespace HierKD;

/// <summary>
/// Who teaches a level while it is fine-tuned; all are frozen. The levels of a family have learned to their end before they teach.
/// </summary>
public enum FineTuneTeacher
{
    /// <summary>
    /// The next larger level; as soon as the level is better on the validation batches, the next larger one, up to the original. As
    /// published.
    /// </summary>
    Ladder,

    /// <summary>The original; for levels in turn, what the level was made from.</summary>
    Original,

    /// <summary>The mean of the outputs of all larger levels and the original: costs a forward pass of each.</summary>
    Ensemble,

    /// <summary>None: the task alone.</summary>
    None,
}
