namespace HierKD;

/// <summary>Who disposes the tensors of a batch.</summary>
public enum BatchOwnership
{
    /// <summary>
    /// The source does, when and if it likes; HierKD disposes none and keeps none after it has asked for the next batch. The default.
    /// </summary>
    Source,

    /// <summary>HierKD does, as soon as it has used a batch: for sources that make new tensors for each.</summary>
    Consumer,
}
