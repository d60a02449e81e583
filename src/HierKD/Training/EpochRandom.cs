namespace HierKD;

/// <summary>
/// Numbers drawn for an epoch. .NET promises the sequence of a seeded <see cref="Random"/> on every platform; torch's generator is left
/// alone.
/// </summary>
internal static class EpochRandom
{
    /// <summary>For one epoch of a source with a seed.</summary>
    public static Random Of(int seed, int epoch) => new(unchecked(seed * 1_000_003 + epoch));

    /// <summary>The numbers from 0 to <paramref name="count"/> - 1, shuffled.</summary>
    public static long[] Order(this Random random, int count)
    {
        var order = InOrder(count);
        random.Shuffle(order);
        return order;
    }

    /// <summary>The numbers from 0 to <paramref name="count"/> - 1.</summary>
    public static long[] InOrder(int count) => Enumerable.Range(0, count).Select(i => (long)i).ToArray();
}
