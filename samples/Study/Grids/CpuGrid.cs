using HierKD;
using Study.Arms;

namespace Study.Grids;

/// <summary>The grid for a night on two cores, the most important cells first.</summary>
internal static class CpuGrid
{
    private const double Extreme = 0.02;

    private static readonly int[] Seeds = [1, 2, 3];
    private static readonly int[] TuningSeeds = [100, 101];
    private static readonly double[] Keeps = [0.2, Extreme];
    private static readonly double[] TriedRates = [0.02, 0.05, 0.1];
    private static readonly double[] SmallRates = [0.005, 0.01];
    private static readonly double[] AssistantKeeps = [0.05, 0.4];

    /// <summary>Our recipes, the paper's, and the strongest rivals.</summary>
    public static IReadOnlyList<Arm> Main { get; } =
    [
        ArmCatalogue.Default, ArmCatalogue.Single, ArmCatalogue.Sequential(2), ArmCatalogue.Paper,
    ];

    public static IEnumerable<StudyCell> Cells() => [
        .. Rates(), .. Forms(), .. Comparison(), .. Assistants(), .. Rivals(), .. Variants(), .. ScarceData(), .. ShortBudget(), .. Cifar()
    ];

    /// <summary>The learning rate of each kind of arm, and the shares of its phases, on seeds of their own.</summary>
    private static IEnumerable<StudyCell> Rates() => Tuning().DistinctBy(c => c.Key);

    private static IEnumerable<StudyCell> Tuning() =>
    [
        .. from arm in new[] { FormCandidates.Finalists[0], ArmCatalogue.Single, ArmCatalogue.Sequential(
            2), ArmCatalogue.OneShot("gate", Saliency.GateGradient()), ArmCatalogue.Scratch }
           from rate in TriedRates
           select StudyGrid.Fashion("rate", ArmCatalogue.WithRate(arm, rate), Extreme, TuningSeeds[0]),
        // Where the smallest of them was the best.
        .. from seed in TuningSeeds select StudyGrid.Fashion("rate", ArmCatalogue.WithRate(ArmCatalogue.Single, 0.01), Extreme, seed),
        .. from rate in SmallRates select StudyGrid.Fashion(
            "rate", ArmCatalogue.WithRate(ArmCatalogue.OneShot("gate", Saliency.GateGradient()), rate), Extreme, TuningSeeds[0]),
        .. from seed in TuningSeeds
           from arm in new[] { ArmCatalogue.WithRate(ArmCatalogue.Single, 0.02), ArmCatalogue.WithRate(ArmCatalogue.Sequential(2), 0.05) }
           from either in new[] { arm, ArmCatalogue.WithLongerJointPhase(arm) }
           select StudyGrid.Fashion("rate", either, Extreme, seed),
    ];

    /// <summary>
    /// The form of the hierarchy that became the default, chosen on seeds of their own: all with the first, the best of them with the
    /// second too.
    /// </summary>
    private static IEnumerable<StudyCell> Forms() =>
    [
        .. from seed in TuningSeeds
           from arm in FormCandidates.Finalists
           select StudyGrid.Fashion("form", arm, Extreme, seed),
        .. from arm in FormCandidates.Others
           select StudyGrid.Fashion("form", arm, Extreme, TuningSeeds[0]),
    ];

    /// <summary>(a) Two sizes, three seeds.</summary>
    private static IEnumerable<StudyCell> Comparison() =>
        from seed in Seeds
        from keep in Keeps
        from arm in Main
        select StudyGrid.Fashion("a", arm, keep, seed);

    /// <summary>(b) Number and spacing of assistants, and the place of one, at equal multiply-adds of the student.</summary>
    private static IEnumerable<StudyCell> Assistants() =>
        from seed in Seeds
        from arm in (Arm[])[ArmCatalogue.Single, ArmCatalogue.Default, .. Chains]
        select StudyGrid.Fashion("b", arm, Extreme, seed);

    /// <summary>Besides that of the default, which has one assistant and no whole level, and the single level's.</summary>
    private static IEnumerable<Arm> Chains =>
    [
        .. from n in Enumerable.Range(1, 3) select ArmCatalogue.Chain(
            $"geometric-{n}", $"the whole network as an assistant{(n > 1 ? $" and {n - 1} between, spaced geometrically" : "")}",
            ratio => TeacherChain.Geometric(ratio, n)),
        ArmCatalogue.Chain(
            "no-whole-2", "2 assistants, spaced geometrically, none of them whole",
            ratio => TeacherChain.Geometric(ratio, 2, whole: false)),
        ArmCatalogue.Chain("uniform-2", "the whole network as an assistant and one halfway to it", ratio => TeacherChain.Uniform(ratio)),
        // One assistant that keeps so much: more places of one are the default's and, with everything, that of geometric-1.
        .. from keep in AssistantKeeps select ArmCatalogue.Chain(
            FormattableString.Invariant($"one-at-{keep}"), FormattableString.Invariant($"an assistant that keeps {100 * keep} %"),
            ratio => TeacherChain.Explicit(ratio, 1 - keep)),
    ];

    /// <summary>(c) The other rivals.</summary>
    private static IEnumerable<StudyCell> Rivals() =>
        from keep in Keeps.Reverse()
        from seed in Seeds
        from arm in (Arm[])[.. OneShots(seed), ArmCatalogue.Scratch, .. keep == Extreme ? Others : []]
        select StudyGrid.Fashion("c", arm, keep, seed);

    private static Arm[] OneShots(int seed) =>
    [
        ArmCatalogue.OneShot("gate", Saliency.GateGradient()), ArmCatalogue.OneShot("taylor", Saliency.Taylor()),
        ArmCatalogue.OneShot("magnitude", Saliency.Magnitude()), ArmCatalogue.OneShot("random", Saliency.Random(seed)),
    ];

    private static Arm[] Others =>
    [
        ArmCatalogue.Undistilled(ArmCatalogue.Single), ArmCatalogue.Sequential(3), ArmCatalogue.PaperSlim,
    ];

    /// <summary>(d) One thing changed at a time.</summary>
    private static IEnumerable<StudyCell> Variants() =>
        from seed in Seeds
        from arm in DefaultVariants.All
        select StudyGrid.Fashion("d", arm, Extreme, seed);

    /// <summary>(e) A tenth of the images, the same original.</summary>
    private static IEnumerable<StudyCell> ScarceData() =>
        from seed in Seeds
        from arm in Main.Take(3)
        select StudyGrid.Scarce("e", arm, Extreme, seed);

    /// <summary>(f) A quarter of the budget, where it counts what a student inherits.</summary>
    private static IEnumerable<StudyCell> ShortBudget() =>
        from seed in Seeds
        from arm in (Arm[])[.. Main.Take(3), ArmCatalogue.OneShot("gate", Saliency.GateGradient()), ArmCatalogue.Scratch]
        select StudyGrid.Fashion("f", arm, Extreme, seed) with { Budget = 2 };

    /// <summary>(g) A residual network on CIFAR-10.</summary>
    private static IEnumerable<StudyCell> Cifar() =>
        from seed in Seeds
        from arm in Main.Take(3)
        select StudyGrid.Cifar("g", arm, 0.1, seed);
}
