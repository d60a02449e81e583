using static TorchSharp.torch;

namespace HierKD;

/// <summary>What one module gave in a level and in its teacher on the same batch.</summary>
/// <param name="Own">The level's, <c>[N, C, …]</c>: the channels that are on in the level, with a gradient.</param>
/// <param name="Teacher">The teacher's, <c>[N, C', …]</c>: the channels that are on in the teacher, without a gradient.</param>
public sealed record FeaturePair(Tensor Own, Tensor Teacher)
{
    /// <summary>The teacher's over the channels of <see cref="Own"/>, in the same shape, without a gradient.</summary>
    /// <value><see cref="Teacher"/> by default.</value>
    public Tensor SharedTeacher { get; init; } = Teacher;

    /// <summary>The axis over channels.</summary>
    /// <value>1 by default.</value>
    public int ChannelAxis { get; init; } = 1;
}
