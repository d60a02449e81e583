using HierKD;
using Study.Arms;

namespace Study.Grids;

/// <summary>The grid for a night on two cores, the most important cells first.</summary>
internal static class CpuGrid
{
    private static readonly int[] Seeds = [1, 2, 3];
    private static readonly double[] Keeps = [0.2, 0.05];
    private static readonly double[] AssistantKeeps = [0.07, 0.1, 0.2, 0.4, 0.7];

    /// <summary>Our recipes, the paper's, and the strongest rival.</summary>
    public static IReadOnlyList<Arm> Main { get; } =
    [
        ArmCatalogue.Default, ArmCatalogue.Single, Sandwich, ArmCatalogue.Paper, ArmCatalogue.PaperSlim, ArmCatalogue.OneShot("gate", Saliency.GateGradient()),
    ];

    private static Arm Sandwich => ArmCatalogue.Variant("sandwich", "the student and one larger level in each step, taught by the mean of the original and the next larger one",
        o => o with { Sampling = LevelSampling.Sandwich(), Distillation = o.Distillation with { Teacher = LevelTeacher.Mean } }) with
    { LargerLevels = 0.5 };

    public static IEnumerable<StudyCell> Cells() => [.. Rates(), .. Comparison(), .. Variants(), .. Assistants(), .. Rivals()];

    /// <summary>The learning rate of each kind of arm, on a seed of its own. Levels that share weights add their gradients up, and want smaller rates.</summary>
    private static IEnumerable<StudyCell> Rates() =>
        from tried in new (Arm Arm, double[] Rates)[]
        {
            (ArmCatalogue.Default, [0.01, 0.02, 0.05, 0.1]),
            (Sandwich, [0.02, 0.05, 0.1]),
            (OneAt(0.2), [0.02, 0.05, 0.1]),
            (ArmCatalogue.Single, [0.02, 0.05, 0.1, 0.2]),
            (ArmCatalogue.OneShot("gate", Saliency.GateGradient()), [0.02, 0.05, 0.1, 0.2]),
            (ArmCatalogue.Scratch, [0.05, 0.1, 0.2]),
        }
        from rate in tried.Rates
        select StudyGrid.Fashion("rate", ArmCatalogue.WithRate(tried.Arm, rate), 0.05, seed: 100);

    /// <summary>(a) Two ratios, three seeds.</summary>
    private static IEnumerable<StudyCell> Comparison() =>
        from seed in Seeds
        from keep in Keeps
        from arm in Main
        select StudyGrid.Fashion("a", arm, keep, seed);

    /// <summary>(d) One thing changed at a time.</summary>
    private static IEnumerable<StudyCell> Variants() =>
        from seed in Seeds
        from arm in DefaultVariants.All
        select StudyGrid.Fashion("d", arm, 0.05, seed);

    /// <summary>(b) Number and spacing of assistants, and the place of one, at equal multiply-adds of the student.</summary>
    private static IEnumerable<StudyCell> Assistants() =>
        from seed in Seeds
        from arm in Chains
        select StudyGrid.Fashion("b", arm, 0.05, seed);

    private static IEnumerable<Arm> Chains =>
    [
        .. from n in Enumerable.Range(0, 5) select ArmCatalogue.Chain($"geometric-{n}", ratio => TeacherChain.Geometric(ratio, n)),
        ArmCatalogue.Chain("uniform-3", ratio => TeacherChain.Uniform(ratio, 3)),
        ArmCatalogue.Chain("formula", TeacherChain.Paper),
        // One assistant that keeps so much, between the student and the original.
        .. from keep in AssistantKeeps select OneAt(keep),
    ];

    private static Arm OneAt(double keep) => ArmCatalogue.Chain(FormattableString.Invariant($"one-at-{keep}"), ratio => TeacherChain.Explicit(ratio, 1 - keep));

    /// <summary>(c) The other rivals.</summary>
    private static IEnumerable<StudyCell> Rivals() =>
        from seed in Seeds
        from keep in Keeps
        from arm in new[]
        {
            ArmCatalogue.OneShot("magnitude", Saliency.Magnitude()), ArmCatalogue.OneShot("taylor", Saliency.Taylor()), ArmCatalogue.OneShot("random", Saliency.Random(seed)),
            ArmCatalogue.Undistilled(ArmCatalogue.Single), ArmCatalogue.Undistilled(ArmCatalogue.OneShot("magnitude", Saliency.Magnitude())), ArmCatalogue.Sequential(2), ArmCatalogue.Sequential(3), ArmCatalogue.Scratch,
        }
        select StudyGrid.Fashion("c", arm, keep, seed);
}
