namespace HierKD.Models;

/// <summary>
/// Seeds for what is drawn in an epoch. .NET promises the sequence of a seeded <see cref="Random"/> on every platform; torch's generator is
/// left alone.
/// </summary>
internal static class EpochSeed
{
    /// <summary>Fails for a number that is none of an epoch, before anything is read.</summary>
    public static int Require(int number) =>
        number >= 0 ? number : throw new ArgumentOutOfRangeException(
            nameof(number), number, $"number is {number}; an epoch's number is 0 or more.");

    /// <summary>Draws for a whole epoch.</summary>
    public static Random Of(int seed, int epoch) => new(unchecked(seed * 1_000_003 + epoch));

    /// <summary>Draws for one sample of an epoch, whichever thread asks, and whenever.</summary>
    public static Random Of(int seed, int epoch, long index)
    {
        // Neighbouring samples must not get neighbouring seeds: products with an odd number of scattered bits, of which the upper ones are
        // the well mixed ones.
        var mixed = unchecked(((ulong)(uint)seed << 32 ^ (ulong)(uint)epoch << 20 ^ (ulong)index) * 0x9E37_79B9_7F4A_7C15);
        mixed = unchecked((mixed ^ mixed >> 29) * 0x9E37_79B9_7F4A_7C15);
        return new Random((int)(mixed >> 33));
    }
}
