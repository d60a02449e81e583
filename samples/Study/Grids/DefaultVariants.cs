using HierKD;
using Study.Arms;

namespace Study.Grids;

/// <summary>Our recipe with one thing changed.</summary>
internal static class DefaultVariants
{
    public static IReadOnlyList<Arm> All { get; } =
    [
        Variant("cascaded", "absolute gradients of the teacher", o => o with { Scorer = Saliency.CascadedGate() }),
        Variant("shared-scores", "absolute gradients of all levels", o => o with { Scorer = Saliency.SharedGate() }),
        Variant("signed", "signed gradients of the teacher, as published", o => o with { Scorer = Saliency.CascadedGate(ScoreAccumulation.Sgd(), signed: true) }),
        Variant("magnitude", "magnitude scores", o => o with { Scorer = Saliency.Magnitude() }),
        Variant("raw-threshold", "raw scores", o => o with { Pruner = Pruner.GlobalThreshold(ScoreNormalization.None) }),
        Variant("per-layer", "the same ratio in every layer", o => o with { Pruner = Pruner.PerLayer() }),
        Variant("no-kd", "without distillation", o => o with { Distillation = o.Distillation with { Weight = 0 } }),
        Variant("kd-2", "five times the weight of distillation", o => o with { Distillation = o.Distillation with { Weight = 2 } }),
        Variant("hints", "with hints on the last two convolutions", o => o with { Distillation = o.Distillation with { Weight = 1, Loss = DistillationLoss.Weighted((0.4, DistillationLoss.SoftTargets()), (0.001, DistillationLoss.Hints("features.16", "features.19"))) } }),
        Variant("dkd", "decoupled soft targets", o => o with { Distillation = o.Distillation with { Loss = DistillationLoss.DecoupledSoftTargets() } }),
        Variant("dist", "DIST", o => o with { Distillation = o.Distillation with { Loss = DistillationLoss.Dist() } }),
        Variant("original-teaches", "every level taught by the original", o => o with { Distillation = o.Distillation with { Teacher = LevelTeacher.Original } }),
        Variant("both-teach", "every level taught by the mean of the original and the next larger one", o => o with { Distillation = o.Distillation with { Teacher = LevelTeacher.Mean } }),
        Variant("shared-norms", "one scale and shift for all levels, statistics recalibrated", o => o with { Private = PrivateParts.None, Training = o.Training with { RecalibrationBatches = 50 } }),
        Variant("shared", "nothing private but statistics", o => o with { Private = PrivateParts.None }),
        Variant("norms-only", "only normalisations private", o => o with { Private = PrivateParts.Norms }),
        Variant("free-masks", "masks not nested, levels computed whole", o => o with { NestedMasks = false, Execution = LevelExecution.Masked }),
        Variant("at-once", "the target from the start", o => o with { Training = o.Training with { Shrinking = RatioSchedule.Immediate } }),
        Variant("dropout", "each larger level left out of half of the steps", o => o with { Sampling = LevelSampling.Dropout(0.5) }) with { LargerLevels = 0.5 },
        Variant("every-4", "larger levels in every fourth step", o => o with { Sampling = LevelSampling.Every(4) }) with { LargerLevels = 0.25 },
        Variant("light-largest", "larger levels' losses weighed a quarter", o => o with { Chain = o.Chain.Weighted([1, .. o.Chain.Assistants.Select(_ => 0.25)]) }),
        Variant("ft-ladder", "the ladder of teachers in fine-tuning", o => Tuned(o, FineTuneTeacher.Ladder)),
        Variant("ft-original", "the original as the teacher of fine-tuning", o => Tuned(o, FineTuneTeacher.Original)),
        Variant("ft-ensemble", "all larger levels together as teachers of fine-tuning", o => Tuned(o, FineTuneTeacher.Ensemble)),
        Variant("ft-none", "fine-tuning without a teacher", o => Tuned(o, FineTuneTeacher.None)),
        Variant("averaged", "a moving average of the weights in fine-tuning", o => o with { Training = o.Training with { WeightAverage = 0.999 } }),
    ];

    private static Arm Variant(string name, string says, Func<PruningOptions, PruningOptions> change) => ArmCatalogue.Variant(name, says, change);

    private static PruningOptions Tuned(PruningOptions options, FineTuneTeacher teacher) => options with { Training = options.Training with { FineTuneTeacher = teacher } };
}
