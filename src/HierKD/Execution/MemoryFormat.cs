namespace HierKD;

/// <summary>
/// In which order a network computes with the values of its feature maps <c>[N, C, H, W]</c>. Results differ by rounding alone.
/// </summary>
public enum MemoryFormat
{
    /// <summary>As the caller gives them, which usually is pixel by pixel for one channel after the other. The default.</summary>
    AsGiven,

    /// <summary>
    /// The channels of one pixel beside each other ("channels last", NHWC): faster on some processors, most for few channels and for
    /// pooling, and on GPUs with tensor cores; slower on others: try it. Batch normalisations of large maps over a number of channels that
    /// is no multiple of 8, which libtorch computes slowly in this order, are computed in the other one.
    /// </summary>
    ChannelsLast,

    /// <summary>
    /// Whichever of the two takes less time here: a few training steps are timed in each, and the result is the report's
    /// <see cref="PruningReport.Computation"/>.
    /// </summary>
    Fastest,
}
