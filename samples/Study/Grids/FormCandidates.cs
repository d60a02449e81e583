using HierKD;
using Study.Arms;

namespace Study.Grids;

/// <summary>What the default recipe was chosen from: the first with one thing changed, then two.</summary>
internal static class FormCandidates
{
    /// <summary>
    /// One assistant halfway between student and original, weighed a quarter; the original teaches both in the joint phase, which gets half
    /// of the budget.
    /// </summary>
    private static readonly Arm First = new(
        "original-teaches",
        "one assistant halfway to the original (geometrically), weighed a quarter; the original " +
        "teaches; half of the budget for the joint phase",
        ArmKind.Hierarchy,
        plan => plan.Within(Recipe.Default(plan.Ratio) with
        {
            Chain = TeacherChain.Default(plan.Ratio),
            Distillation = new() { Teacher = LevelTeacher.Original }
        }, ArmTuning.Of(ArmKind.Hierarchy).LearningRate))
    { JointShare = 0.5 };

    private static readonly Arm BothTeach =
        Changed("both-teach", "the mean of the original and the next larger level teaches", Taught(LevelTeacher.Mean));

    private static readonly Arm EveryFourth = Changed(
        "every-4", "the assistant in every fourth step", o => o with { Sampling = LevelSampling.Every(4) }) with
    { LargerLevels = 0.25 };

    private static readonly Arm EveryFourthNext = Changed(
        "every-4-next", "the assistant in every fourth step, and the student's teacher in all",
        o => Taught(LevelTeacher.NextLarger)(o with { Sampling = LevelSampling.Every(4) })) with
    { LargerLevels = 0.25 };

    /// <summary>Candidates that were looked at with one seed.</summary>
    public static IReadOnlyList<Arm> Others { get; } =
    [
        Chain("geometric-1", ratio => TeacherChain.Geometric(ratio, 1)),
        Chain("geometric-2", ratio => TeacherChain.Geometric(ratio, 2)),
        Chain("no-whole-2", ratio => TeacherChain.Geometric(ratio, 2, whole: false)),
        Changed("next-teaches", "the next larger level teaches", Taught(LevelTeacher.NextLarger)),
        Changed("equal-weights", "the assistant weighed like the student", o => o with { Chain = o.Chain.WeighAssistants(1) }),
        Changed("smallest-level", "shared weights follow the smallest level that has them", o =>
            o with { Gradients = LevelGradients.SmallestLevel }),
        Changed("ft-original", "the original alone teaches fine-tuning", o =>
            o with { Training = o.Training with { FineTuning = o.Training.FineTuning with { Teacher = FineTuneTeacher.Original } } }),
        EveryFourth,
        EveryFourthNext,
    ];

    /// <summary>Those that went into the second round.</summary>
    public static IReadOnlyList<Arm> Finalists { get; } = [
        First, BothTeach, ArmCatalogue.WithLongerJointPhase(First), ArmCatalogue.WithLongerJointPhase(BothTeach),
        ArmCatalogue.WithLongerJointPhase(EveryFourthNext)
    ];

    private static Arm Chain(string name, Func<double, TeacherChain> chain) =>
        First with
        {
            Name = name,
            Says = $"the first with the chain {name}",
            Options = plan =>
            First.Options(plan) with { Chain = chain(plan.Ratio).WeighAssistants(ArmCatalogue.AssistantWeight).Of(Measure.MultiplyAdds) }
        };

    private static Arm Changed(string name, string says, Func<PruningOptions, PruningOptions> change) =>
        First with { Name = name, Says = $"the first, but {says}", Options = plan => change(First.Options(plan)) };

    private static Func<PruningOptions, PruningOptions> Taught(LevelTeacher teacher) =>
        o => o with { Distillation = o.Distillation with { Teacher = teacher } };
}
