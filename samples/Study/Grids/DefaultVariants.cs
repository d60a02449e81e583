using HierKD;
using Study.Arms;

namespace Study.Grids;

/// <summary>Our recipe with one thing changed, besides what <see cref="FormCandidates"/> has.</summary>
internal static class DefaultVariants
{
    public static IReadOnlyList<Arm> All { get; } =
    [
        Forked("ft-ensemble", "assistant and original together as teachers of fine-tuning", FineTuneTeacher.Ensemble),
        Forked("ft-none", "fine-tuning without a teacher", FineTuneTeacher.None),
        Variant("averaged", "a moving average of the weights in fine-tuning", o =>
            o with { Training = o.Training with { FineTuning = o.Training.FineTuning with { WeightAverage = 0.999 } } }) with
            {
                ForksJointPhase = true
            },
        Variant("no-kd", "without distillation", o => o with { Distillation = o.Distillation with { Weight = 0 } }),
        Variant("cascaded", "absolute gradients of the teacher", o => o with { Scorer = Saliency.CascadedGate() }),
        Variant("magnitude", "magnitude scores", o => o with { Scorer = Saliency.Magnitude() }),
        Variant("hints", "with hints on the last two convolutions", o => o with { Distillation = o.Distillation with { Weight = 1, Loss =
            DistillationLoss.Weighted((0.4, DistillationLoss.SoftTargets()), (0.001, DistillationLoss.Hints("features.16", "features.19")))
            } }),
        Variant("shared-norms", "one scale and shift for all levels, statistics recalibrated", o =>
            o with { Private =
                PrivateParts.None, Training = o.Training with { Joint = o.Training.Joint with { RecalibrationBatches = 50 } } }),
        Variant("free-masks", "masks not nested, levels computed whole", o =>
            o with { NestedMasks = false, Execution = LevelExecution.Masked }),
    ];

    private static Arm Variant(string name, string says, Func<PruningOptions, PruningOptions> change) =>
        ArmCatalogue.Variant(name, says, change);

    /// <summary>They go on from the same end of the joint phase.</summary>
    private static Arm Forked(string name, string says, FineTuneTeacher teacher) =>
        Variant(name, says, o => o with
        {
            Training = o.Training with { FineTuning = o.Training.FineTuning with { Teacher = teacher } }
        }) with
        { ForksJointPhase = true };
}
