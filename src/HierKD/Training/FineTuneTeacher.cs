namespace HierKD;

/// <summary>Who teaches the student while it is fine-tuned; all are frozen.</summary>
public enum FineTuneTeacher
{
    /// <summary>
    /// The next larger level; as soon as the student is better on the validation batches, the next larger one, up to the original. As
    /// published.
    /// </summary>
    Ladder,

    /// <summary>The original.</summary>
    Original,

    /// <summary>The mean of the outputs of all larger levels and the original: costs a forward pass of each.</summary>
    Ensemble,

    /// <summary>None: the task alone.</summary>
    None,
}
