namespace HierKD;

/// <summary>What a file of weights may hold at most: far more than any network has, and little enough for the memory.</summary>
internal static class WeightLimits
{
    /// <summary>The axes of a tensor; torch's own loops go through no more.</summary>
    public const int MostAxes = 64;

    /// <summary>The tensors of a file.</summary>
    public const int MostTensors = 100_000;

    /// <summary>
    /// The letters of a name in a pickle. One text can be named again and again by a few bytes each: a long one would be gone through to
    /// its end each time.
    /// </summary>
    public const int LongestName = 1000;
}
