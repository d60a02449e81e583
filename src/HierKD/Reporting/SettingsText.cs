using System.Globalization;

namespace HierKD;

/// <summary>Everything that a run was told, as text, so that it can be repeated.</summary>
internal static class SettingsText
{
    private static readonly TrainingOptions Defaults = new();

    public static IReadOnlyList<ReportSetting> Of(PruningOptions options) => Of(() => List(options));

    /// <summary>What a session was told.</summary>
    public static IReadOnlyList<ReportSetting> Of(SessionOptions options) => Of(() => List(options));

    private static ReportSetting[] Of(Func<IEnumerable<(string Name, object? Value)>> list) =>
        InvariantText.Of(() => list().Select(s => new ReportSetting(s.Name, Text(s.Value))).ToArray());

    private static IEnumerable<(string Name, object? Value)> List(PruningOptions options) =>
    [
        (nameof(options.Seed), options.Seed),
        .. List((SessionOptions)options),
        .. List(options.Training).Select(s => ($"Training.{s.Name}", s.Value)),
        ("Latency.BatchSizes",
            options.Latency.BatchSizes.Count == 0 ? "the example input's" : string.Join(", ", options.Latency.BatchSizes)),
        ("Latency.Rounds", options.Latency.Rounds),
        (nameof(options.Checkpoint), options.Checkpoint is null ? "none" : options.Checkpoint.Keep ? "kept" : "deleted at the end"),
    ];

    private static IEnumerable<(string Name, object? Value)> List(SessionOptions options) =>
    [
        (nameof(options.Task), options.Task.Metric.Name + (options.Task.Metric.HigherIsBetter ? ", higher is better" : ", lower is better")
            + (options.Task.Told.Length > 0 ? $", {options.Task.Told}" : "")),
        .. options.Chain.Levels.Reverse().Select(
            level => ($"Chain[{level.Name}]", (object?)$"removes {level.Ratio} of the {level.Measure.Name()}, weight {level.Weight}")),
        (nameof(options.Scorer), options.Scorer),
        ("Scorer.Source", options.Scorer.Source),
        ("Scorer.Accumulation", options.Scorer.Accumulation),
        (nameof(options.Pruner), options.Pruner),
        .. options.Limits.Count == 0
            ? [(nameof(options.Limits), (object?)"none")]
            : options.Limits.Select(limit => ($"Limits[{limit.Part}]", (object?)limit.Terms)),
        ("Distillation.Loss",
            options.Distillation.Loss ?? options.Task.DefaultDistillation ?? (object)"by the form of outputs and targets"),
        ("Distillation.Weight", options.Distillation.Weight),
        ("Distillation.TaskWeight", options.Distillation.TaskWeight),
        ("Distillation.Teacher", options.Distillation.Teacher),
        ("Distillation.External", options.Distillation.External is { } outside ? ExternalTeacher.TextOf(outside) : null),
        ("Discovery.ExcludedLayers",
            options.Discovery.ExcludedLayers.Count == 0 ? "none" : string.Join(", ", options.Discovery.ExcludedLayers)),
        ("Discovery.ExcludeWhere", options.Discovery.ExcludeWhere is null ? "none" : "a function of the caller's own"),
        ("Discovery.PruneFirstLayer", options.Discovery.PruneFirstLayer),
        ("Discovery.Verify", options.Discovery.Verify),
        ("Discovery.SearchOnSmallMaps", options.Discovery.SearchOnSmallMaps),
        ("Discovery.ProbesPerPass", options.Discovery.ProbesPerPass),
        (nameof(options.Private), options.Private),
        (nameof(options.NestedMasks), options.NestedMasks),
        (nameof(options.Execution), options.Execution),
        (nameof(options.MemoryFormat), options.MemoryFormat),
        (nameof(options.Precision), options.Precision),
        (nameof(options.GiveBackMemory), options.GiveBackMemory),
        (nameof(options.Sampling), options.Sampling),
        (nameof(options.Gradients), options.Gradients),
        (nameof(options.Processes), options.Processes.Size),
    ];

    private static IEnumerable<(string Name, object? Value)> List(TrainingOptions training) =>
    [
        (nameof(training.Levels), training.Levels),
        ("Joint.Epochs", training.Joint.Epochs),
        ("Joint.FixedMaskEpochs", training.Joint.FixedMaskEpochs),
        ("FineTuning.Epochs", training.FineTuning.Epochs),
        (nameof(training.MultiplyAddBudget), training.MultiplyAddBudget),
        ("FineTuning.Teacher", training.FineTuning.Teacher),
        ("FineTuning.WeightAverage", training.FineTuning.WeightAverage),
        (nameof(training.LearningRate), training.LearningRate),
        ("FineTuning.LearningRate", training.FineTuning.LearningRate),
        (nameof(training.LearningRateSchedule), training.LearningRateSchedule),
        (nameof(training.Optimizer), training.Optimizer == Defaults.Optimizer
            ? "SGD, Nesterov momentum 0.9, weight decay 0.0004 (the default)"
            : "a function of the caller's own"),
        ("Joint.Shrinking", training.Joint.Shrinking),
        ("Joint.FreezeMasksAt", training.Joint.FreezeMasksAt),
        ("Joint.MaskInterval", training.Joint.MaskInterval),
        ("Joint.ScoreInterval", training.Joint.ScoreInterval),
        ("Joint.ScoringBatches", training.Joint.ScoringBatches),
        ("Joint.TimedWidths", training.Joint.TimedWidths),
        ("Joint.RecalibrationBatches", training.Joint.RecalibrationBatches),
        ("FineTuning.Patience", training.FineTuning.Patience),
        (nameof(training.TeacherCacheBytes), training.TeacherCacheBytes),
    ];

    private static string Text(object? value) =>
        Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "none";
}
