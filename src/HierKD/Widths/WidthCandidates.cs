namespace HierKD;

/// <summary>The widths that are tried for a group.</summary>
internal static class WidthCandidates
{
    /// <summary>About so many are tried at most.</summary>
    private const int Most = 10;

    /// <summary>A group moves by a third.</summary>
    private const double Factor = 4.0 / 3;

    /// <summary>A narrow one may move by half of what kernels work on at a time.</summary>
    private const int Few = 4;

    /// <summary>Steps of less than such a part of a width hardly count.</summary>
    private const int Coarse = 12;

    /// <summary>What kernels work on at a time, or a half of it.</summary>
    private static readonly int[] Multiples = [4, 8, 16, 32, 64, 128];

    /// <summary>How far a group may move.</summary>
    public static (int Low, int High) Range(int least, int chosen, int most) => (
        Math.Max(least, Math.Min(chosen - Few, (int)Math.Ceiling(chosen / Factor))),
        Math.Min(most, Math.Max(chosen + Few, (int)(chosen * Factor))));

    /// <summary>Multiples near a chosen width, the finest that are not too many, with the chosen width and the group's own.</summary>
    /// <param name="least">What the group keeps at least.</param>
    /// <param name="chosen">What the pruner keeps.</param>
    /// <param name="most">What it may keep.</param>
    /// <param name="filters">What it has.</param>
    public static int[] Of(int least, int chosen, int most, int filters)
    {
        var (low, high) = Range(least, chosen, most);
        var step = Multiples.FirstOrDefault(m => (high - low) / m < Most && m >= chosen / Coarse, Multiples[^1]);
        return
        [
            .. Enumerable.Range(1, filters / step).Select(i => i * step).Append(filters).Where(w => w >= low && w <= high)
                .Append(chosen).Distinct().Order()
        ];
    }
}
