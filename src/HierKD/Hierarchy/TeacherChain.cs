using System.Globalization;

namespace HierKD;

/// <summary>
/// The levels of a hierarchy, from the student to the largest: each level's teacher is the next larger one, and the largest level's teacher
/// is the original model, which is frozen and not a level itself.
/// </summary>
/// <remarks>
/// Ratios are fractions <em>removed</em>: of the removable filters, or after <see cref="Of"/> of the model's parameters, multiply-adds or
/// latency. <c>n</c> assistants make <c>n + 1</c> levels, since the largest level is an assistant too, whether it keeps everything or not;
/// without assistants the student learns from the original alone.
/// </remarks>
public sealed class TeacherChain
{
    private TeacherChain(IReadOnlyList<double> ratios)
        : this(ratios.Select((ratio, i) => new ChainLevel(NameOf(i, ratios), ratio)).ToArray(), Measure.Filters)
    {
    }

    private TeacherChain(IReadOnlyList<ChainLevel> levels, Measure measure) => (Levels, Measure) = (levels, measure);

    /// <summary>What the ratios are fractions of.</summary>
    /// <value><see cref="Measure.Filters"/> unless <see cref="Of"/> was asked for another.</value>
    public Measure Measure { get; }

    /// <summary>The levels, from the student to the largest.</summary>
    public IReadOnlyList<ChainLevel> Levels { get; }

    /// <summary>The smallest level, which the model becomes.</summary>
    public ChainLevel Student => Levels[0];

    /// <summary>Every level but the student, from small to large; empty if the student learns from the original alone.</summary>
    public IReadOnlyList<ChainLevel> Assistants => Levels.Skip(1).ToArray();

    /// <summary>The largest level: the first that the original teaches.</summary>
    public ChainLevel Largest => Levels[^1];

    /// <summary>
    /// How many times as much each level's teacher keeps as the level, from the student to the largest, whose teacher is the original. What
    /// counts is the size ratio of neighbours: above 2 they agree poorly on which filters matter.
    /// </summary>
    public IReadOnlyList<double> Gaps =>
        Levels.Select((level, i) => (i + 1 < Levels.Count ? Levels[i + 1].Keep : 1) / level.Keep).ToArray();

    /// <summary>
    /// Proposes the fewest assistants such that no teacher keeps more than <paramref name="largestGap"/> times as much as its student:
    /// spaced geometrically, the largest keeps everything. <see cref="ChainPlan"/> says what is traded.
    /// </summary>
    /// <param name="studentRatio">The fraction that the student does without, in (0, 1).</param>
    /// <param name="largestGap">How many times as much a teacher may keep as its student, above 1. Default 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <example><code>TeacherChain.Plan(studentRatio: 0.8).Chain // keeps 20, 34, 58 and 100 %</code></example>
    public static ChainPlan Plan(double studentRatio, double largestGap = ChainPlan.LargestGap) => new(studentRatio, largestGap);

    /// <summary>
    /// The levels of <see cref="Recipe.Default"/>: assistants spaced geometrically between the student and the original, which is no level
    /// itself, each of whose losses weighs a quarter of the student's.
    /// </summary>
    /// <param name="studentRatio">The fraction that the student does without, in (0, 1). Default 0.5.</param>
    /// <param name="assistants">The number of assistants, 0 or more. Default 1.</param>
    /// <example><code>TeacherChain.Default(studentRatio: 0.75) // keeps 25 and 50 %</code></example>
    public static TeacherChain Default(double studentRatio = 0.5, int assistants = 1) =>
        Geometric(studentRatio, assistants, whole: false).WeighAssistants(0.25);

    /// <summary>Evenly spaced ratios between nothing removed and the student.</summary>
    /// <param name="studentRatio">The fraction that the student does without, in (0, 1).</param>
    /// <param name="assistants">The number of assistants, the largest level included; 0 or more. Default 2.</param>
    public static TeacherChain Uniform(double studentRatio, int assistants = 2) =>
        new(Spaced(studentRatio, assistants, i => studentRatio * (1 - (double)i / assistants)));

    /// <summary>Evenly spaced size ratios between neighbours: each level keeps the same fraction of what its teacher keeps.</summary>
    /// <param name="studentRatio">The fraction that the student does without, in (0, 1).</param>
    /// <param name="assistants">The number of assistants, the largest level included; 0 or more. Default 2.</param>
    /// <param name="whole">
    /// Whether the largest level keeps everything. Otherwise the original's own size is the end of the row, and no level: the largest level
    /// stands one step below it, is taught by the frozen original, and a step of training costs far less. Default <see langword="true"/>.
    /// </param>
    /// <example><code>
    /// TeacherChain.Geometric(studentRatio: 0.9, assistants: 2);               // keeps 10, 32 and 100 %
    /// TeacherChain.Geometric(studentRatio: 0.9, assistants: 2, whole: false); // keeps 10, 22 and 46 %
    /// </code></example>
    public static TeacherChain Geometric(double studentRatio, int assistants = 2, bool whole = true)
    {
        var steps = whole ? assistants : assistants + 1;
        return new(Spaced(studentRatio, assistants, i => i == steps ? 0 : 1 - Math.Pow(1 - studentRatio, 1 - (double)i / steps)));
    }

    /// <summary>
    /// The four levels of Miles and Mikolajczyk (BMVC 2020), in kept fractions <c>c, 1 + (c - 1) / 1.5, 1 + (c - 1) / 2.5, 1</c>.
    /// </summary>
    /// <param name="studentRatio">The fraction that the student does without, in (0, 1).</param>
    public static TeacherChain Paper(double studentRatio)
    {
        RequireStudent(studentRatio, nameof(studentRatio));
        return new([studentRatio, studentRatio / 1.5, studentRatio / 2.5, 0]);
    }

    /// <summary>The given ratios.</summary>
    /// <param name="ratios">The fractions removed, from the student to the largest level: each in [0, 1), strictly falling, the first above
    /// 0.</param>
    /// <exception cref="ArgumentException">There is no level, or the chain does not shrink from one level to the next smaller
    /// one.</exception>
    public static TeacherChain Explicit(params double[] ratios)
    {
        ArgumentNullException.ThrowIfNull(ratios);
        if (ratios.Length == 0) throw new ArgumentException("The chain has no level; give at least the student's ratio.", nameof(ratios));
        foreach (var ratio in ratios) RequireRatio(ratio, nameof(ratios));
        RequireStudent(ratios[0], nameof(ratios));
        for (var i = 1; i < ratios.Length; i++)
        {
            if (ratios[i] < ratios[i - 1]) continue;
            throw new ArgumentException(
                $"The chain does not shrink: level {i} removes {Text(ratios[i])}, its student {Text(ratios[i - 1])}; list the ratios " +
                "from the student to the largest level, strictly falling.",
                nameof(ratios));
        }
        return new(ratios.ToArray());
    }

    /// <summary>The same ratios of another measure.</summary>
    /// <param name="measure">What every level's ratio is to be a fraction of.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="measure"/> is none of <see cref="HierKD.Measure"/>.</exception>
    /// <example>
    /// <code>
    /// TeacherChain.Uniform(studentRatio: 0.6, assistants: 3).Of(Measure.MultiplyAdds) // the student has at most 40 % of the multiply-adds
    /// </code>
    /// </example>
    public TeacherChain Of(Measure measure) => Enum.IsDefined(measure)
        ? new(Levels.Select(l => l with { Measure = measure }).ToArray(), measure)
        : throw new ArgumentOutOfRangeException(
            nameof(measure), measure, $"measure is {(int)measure}, which is none of {string.Join(", ", Enum.GetNames<Measure>())}.");

    /// <summary>The same levels, some of which count more than others when all are trained together.</summary>
    /// <param name="weights">
    /// What the loss of each level is multiplied by, from the student to the largest level; positive. It scales the level's gradients of
    /// shared weights against those of the other levels, and its gate gradients, but not the fine-tuning of the student, which is alone
    /// then.
    /// </param>
    /// <exception cref="ArgumentException">There are not as many weights as levels, or one is not positive and finite.</exception>
    /// <example><code>TeacherChain.Uniform(studentRatio: 0.6, assistants: 2).Weighted(1, 0.5, 0.5)</code></example>
    public TeacherChain Weighted(params double[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length != Levels.Count)
        {
            throw new ArgumentException(
                $"There are {weights.Length} weights for {Levels.Count} levels; give one for each, from the student to the largest.",
                nameof(weights));
        }
        foreach (var weight in weights) RequireWeight(weight, nameof(weights));
        return new(Levels.Zip(weights, (level, weight) => level with { Weight = weight }).ToArray(), Measure);
    }

    /// <summary>
    /// The same levels, the student of weight 1 and all assistants of another: below 1 the weights that they share with the student follow
    /// the student more.
    /// </summary>
    /// <param name="weight">What the loss of each assistant is multiplied by, as in <see cref="Weighted"/>; positive.</param>
    /// <exception cref="ArgumentException">It is not positive and finite.</exception>
    /// <example><code>TeacherChain.Uniform(studentRatio: 0.6, assistants: 2).WeighAssistants(0.25)</code></example>
    public TeacherChain WeighAssistants(double weight)
    {
        RequireWeight(weight, nameof(weight));
        return Weighted([1, .. Assistants.Select(_ => weight)]);
    }

    /// <summary>Each level as a chain of its own, from the largest to the student.</summary>
    internal IReadOnlyList<TeacherChain> OneByOne() =>
        [.. Levels.Reverse().Select(level => new TeacherChain([level with { Weight = 1 }], Measure))];

    /// <summary>The chain as one line, from the original to the student, in kept fractions.</summary>
    public override string ToString() =>
        "original -> " + string.Join(
            " -> ",
            Levels.Reverse().Select(l => $"{l.Name} (keeps {l.Keep.ToString("P0", CultureInfo.InvariantCulture)}{OfWhat}{WeightOf(l)})"));

    private string OfWhat => Measure == Measure.Filters ? "" : $" of the {Measure.Name()}";

    private string WeightOf(ChainLevel level) => Levels.All(l => l.Weight == 1) ? "" : $", weight {Text(level.Weight)}";

    private static double[] Spaced(double studentRatio, int assistants, Func<int, double> ratio)
    {
        RequireStudent(studentRatio, nameof(studentRatio));
        if (assistants < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(assistants), assistants, $"assistants is {assistants}; it must be 0 or more.");
        }
        return [studentRatio, .. Enumerable.Range(1, assistants).Select(ratio)];
    }

    private static void RequireWeight(double weight, string name)
    {
        if (!(weight > 0) || !double.IsFinite(weight))
        {
            throw new ArgumentException($"The weight of a level is {Text(weight)}; it must be positive and finite.", name);
        }
    }

    private static void RequireRatio(double ratio, string name)
    {
        if (ratio is >= 0 and < 1) return;
        throw new ArgumentOutOfRangeException(name, ratio, $"A ratio is {Text(ratio)}; it is the fraction removed and must be in [0, 1).");
    }

    private static void RequireStudent(double ratio, string name)
    {
        RequireRatio(ratio, name);
        if (ratio == 0)
        {
            throw new ArgumentOutOfRangeException(name, ratio, "The student's ratio is 0: it would remove nothing; it must be in (0, 1).");
        }
    }

    private static string NameOf(int index, IReadOnlyList<double> ratios) =>
        index == 0 ? "student" : index == ratios.Count - 1 ? "largest" : $"assistant {index}";

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
