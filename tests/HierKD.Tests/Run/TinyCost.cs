namespace HierKD.Tests.Run;

/// <summary>The multiply-adds of a <see cref="TinyNet"/>, counted by hand.</summary>
internal static class TinyCost
{
    /// <summary>3456 + 8640 + 11520 + 384 + 48.</summary>
    public const long Whole = 24048;

    /// <summary>Of one image of 8 x 8, with so many filters of 10, 8 and 12.</summary>
    public static long Of(FilterMask mask)
    {
        var (a, b, c) = (Kept(0), Kept(1), Kept(2));
        // 3 x 3 convolutions at 64, 16 and 16 places; the last one's filters are read at 2 x 2 places.
        return 1 * 6 * 9 * 64 + 6 * a * 9 * 16 + a * b * 9 * 16 + 4 * b * c + c * 4;

        long Kept(int group) => mask.KeptFilters(mask.Graph.Groups[group]).Length;
    }
}
