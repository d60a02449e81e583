namespace HierKD;

/// <summary>What a file of weights may hold at most: far more than any network has, and little enough for the memory.</summary>
internal static class WeightLimits
{
    /// <summary>The axes of a tensor; torch's own loops go through no more.</summary>
    public const int MostAxes = 64;

    /// <summary>The tensors of a file.</summary>
    public const int MostTensors = 100_000;
}
