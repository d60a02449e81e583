namespace HierKD;

/// <summary>
/// Which levels a step of the joint phase trains. The student always takes part. Who teaches does not depend on who is trained:
/// <see cref="DistillationOptions.Teacher"/>.
/// </summary>
/// <remarks>
/// What is drawn depends on the seed and the number of the step alone, so that a run is repeated exactly, whatever else draws numbers.
/// </remarks>
public abstract record LevelSampling
{
    private LevelSampling() { }

    /// <summary>Every level in every step, as published.</summary>
    public static LevelSampling All { get; } = new Everyone();

    /// <summary>
    /// The student and some of the larger levels, drawn anew for each step (the sandwich rule of Yu and Huang, Universally Slimmable
    /// Networks, ICCV 2019, without its largest level): a step costs little more than the student's own, and the larger levels are trained
    /// less often.
    /// </summary>
    /// <param name="others">How many larger levels take part, 1 or more; all of them if there are no more. Default 1.</param>
    /// <param name="seed">Draws them. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="others"/> is below 1.</exception>
    public static LevelSampling Sandwich(int others = 1, int seed = 0) =>
        others >= 1 ? new Some(
            others, seed) : throw new ArgumentOutOfRangeException(nameof(others), others, $"others is {others}; it must be 1 or more.");

    /// <summary>The student, and each larger level with a certain probability, drawn anew for each step.</summary>
    /// <param name="probability">With which a larger level is left out, in [0, 1).</param>
    /// <param name="seed">Draws them. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is out of its range.</exception>
    public static LevelSampling Dropout(double probability, int seed = 0) => probability is >= 0 and < 1
        ? new Dropped(probability, seed)
        : throw new ArgumentOutOfRangeException(
            nameof(probability), probability, FormattableString.Invariant($"probability is {probability}; it must be in [0, 1)."));

    /// <summary>The student in every step, all larger levels in every <paramref name="steps"/>-th only.</summary>
    /// <param name="steps">The steps from one to the next in which all take part, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1.</exception>
    public static LevelSampling Every(int steps) =>
        steps >= 1 ? new Periodic(
            steps) : throw new ArgumentOutOfRangeException(nameof(steps), steps, $"steps is {steps}; it must be 1 or more.");

    /// <summary>The levels that take part in a step, by their place from the student (0) to the largest.</summary>
    internal abstract IReadOnlySet<int> At(long step, int levels);

    /// <summary>
    /// .NET's generator turns seeds that rise evenly into numbers that do, so that the levels of successive steps would follow a pattern:
    /// seed and step are mixed first, as in SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014).
    /// </summary>
    private static Random Draw(int seed, long step)
    {
        unchecked
        {
            var mixed = (ulong)seed * 0x9E3779B97F4A7C15 + (ulong)step;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return new Random((int)(mixed ^ (mixed >> 31)));
        }
    }

    private static IEnumerable<int> Larger(int levels) => Enumerable.Range(1, levels - 1);

    private sealed record Everyone : LevelSampling
    {
        internal override IReadOnlySet<int> At(long step, int levels) => Enumerable.Range(0, levels).ToHashSet();
    }

    private sealed record Some(int Others, int Seed) : LevelSampling
    {
        internal override IReadOnlySet<int> At(long step, int levels)
        {
            var larger = Larger(levels).ToArray();
            Draw(Seed, step).Shuffle(larger);
            return larger.Take(Others).Append(0).ToHashSet();
        }
    }

    private sealed record Dropped(double Probability, int Seed) : LevelSampling
    {
        internal override IReadOnlySet<int> At(long step, int levels)
        {
            var random = Draw(Seed, step);
            return Larger(levels).Where(_ => random.NextDouble() >= Probability).Append(0).ToHashSet();
        }
    }

    private sealed record Periodic(int Steps) : LevelSampling
    {
        internal override IReadOnlySet<int> At(long step, int levels) =>
            step % Steps == 0 ? Enumerable.Range(0, levels).ToHashSet() : new HashSet<int> { 0 };
    }
}
