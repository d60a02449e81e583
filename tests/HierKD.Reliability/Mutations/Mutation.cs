namespace HierKD.Reliability.Mutations;

/// <summary>A damaged file.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="IsResealed">Whether its checksum was made right again.</param>
/// <param name="What">What was done to it.</param>
internal sealed record Mutation(byte[] Bytes, bool IsResealed, string What)
{
    /// <summary>A mutation by its number alone, so that it can be repeated.</summary>
    public static Mutation Of(IMutator mutator, int seed, long index) => mutator.Make(new Random(Mix(seed, index)));

    // Neighbouring seeds of Random begin alike. (SplitMix64; Steele, Lea and Flood, OOPSLA 2014.)
    private static int Mix(int seed, long index)
    {
        unchecked
        {
            var z = ((ulong)(uint)seed << 40) + (ulong)index + 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return (int)(z ^ (z >> 31));
        }
    }
}
