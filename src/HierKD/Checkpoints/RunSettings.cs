using System.Globalization;
using System.Text;

namespace HierKD;

/// <summary>What a run was told and given, as text, to know whether a checkpoint is this run's.</summary>
internal static class RunSettings
{
    public static IReadOnlyDictionary<string, RunSetting> Of(PruningSession session, PruningOptions options, PruningData data) => InvariantText.Of(() => Read(session, options, data));

    private static Dictionary<string, RunSetting> Read(PruningSession session, PruningOptions options, PruningData data)
    {
        var training = options.Training;
        var (distillation, pruner, scorer) = (options.Distillation, options.Pruner, options.Scorer);
        var settings = new Dictionary<string, RunSetting>();
        Add(PruningPhase.Joint, "the model's weights", WeightsDigest.Of(session.Working));
        Add(PruningPhase.Joint, "the removable filters", string.Join(", ", session.Graph.Groups.Select(g => $"{g.Name}: {g.Filters}")));
        Add(PruningPhase.Joint, nameof(options.Chain), string.Join("; ", options.Chain.Levels));
        Add(PruningPhase.Joint, nameof(options.Scorer), $"{Part(scorer)} {scorer.Source} {scorer.Accumulation}");
        Add(PruningPhase.Joint, nameof(options.Pruner), Part(pruner));
        Add(PruningPhase.Joint, nameof(options.Distillation), distillation with { Loss = null });
        Add(PruningPhase.Joint, "Distillation.Loss", Part(distillation.Loss ?? options.Task.DefaultDistillation));
        Add(PruningPhase.Joint, "Task", $"{options.Task.MetricName}, {(options.Task.HigherIsBetter ? "higher" : "lower")} is better");
        Add(PruningPhase.Joint, "the batches of an epoch", data.CountTrainBatches());
        Add(PruningPhase.Joint, nameof(options.Private), options.Private);
        Add(PruningPhase.Joint, nameof(options.Execution), options.Execution);
        Add(PruningPhase.Joint, nameof(options.MemoryFormat), options.MemoryFormat);
        Add(PruningPhase.Joint, nameof(options.Precision), options.Precision);
        Add(PruningPhase.Joint, nameof(options.Sampling), options.Sampling);
        Add(PruningPhase.Joint, nameof(options.Gradients), options.Gradients);
        Add(PruningPhase.Joint, nameof(options.Seed), options.Seed);
        Add(PruningPhase.Joint, nameof(training.LearningRate), training.LearningRate);
        Add(PruningPhase.Joint, nameof(options.NestedMasks), options.NestedMasks);
        Add(PruningPhase.Joint, nameof(training.LearningRateSchedule), training.LearningRateSchedule);
        Add(PruningPhase.Joint, nameof(training.JointEpochs), training.JointEpochs);
        Add(PruningPhase.Joint, nameof(training.Shrinking), training.Shrinking);
        Add(PruningPhase.Joint, nameof(training.FreezeMasksAt), training.FreezeMasksAt);
        Add(PruningPhase.Joint, nameof(training.MaskInterval), training.MaskInterval);
        Add(PruningPhase.Joint, nameof(training.ScoreInterval), training.ScoreInterval);
        Add(PruningPhase.Joint, nameof(training.ScoringBatches), training.ScoringBatches);
        Add(PruningPhase.Joint, nameof(training.TeacherCacheBytes), training.TeacherCacheBytes);
        Add(PruningPhase.FixedMasks, nameof(training.FixedMaskEpochs), training.FixedMaskEpochs);
        Add(PruningPhase.FineTune, nameof(training.RecalibrationBatches), training.RecalibrationBatches);
        Add(PruningPhase.FineTune, nameof(training.FineTuneEpochs), training.FineTuneEpochs);
        Add(PruningPhase.FineTune, nameof(training.FineTuneLearningRate), training.FineTuneLearningRate);
        Add(PruningPhase.FineTune, nameof(training.MultiplyAddBudget), training.MultiplyAddBudget);
        Add(PruningPhase.FineTune, nameof(training.FineTuneTeacher), training.FineTuneTeacher);
        Add(PruningPhase.FineTune, nameof(training.WeightAverage), training.WeightAverage);
        Add(PruningPhase.FineTune, nameof(training.Patience), training.Patience);
        return settings;

        void Add(PruningPhase since, string name, object? value) =>
            settings.Add(name, new RunSetting(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", since));
    }

    /// <summary>A part of the library's says what it was given; one of the caller's own may say what it likes, and is known by its type.</summary>
    private static string Part(object part) => part.GetType().Assembly == typeof(RunSettings).Assembly ? $"{part.GetType()} {part}" : $"{part.GetType()}";

    /// <exception cref="InvalidDataException">What a phase that has begun depends on is another.</exception>
    public static void Require(string path, CheckpointManifest saved, IReadOnlyDictionary<string, RunSetting> own)
    {
        var other = saved.Settings.Where(s => s.Value.Since <= saved.Phase && own.GetValueOrDefault(s.Key)?.Value != s.Value.Value).ToArray();
        if (other.Length == 0) return;
        var text = new StringBuilder($"'{path}' is the checkpoint of another run. Delete it to begin anew, give another path, or give what that run was given:");
        foreach (var (name, setting) in other) text.Append($"\n  {name} was {Short(setting.Value)}, now {Short(own.GetValueOrDefault(name)?.Value)}");
        throw new InvalidDataException(text.ToString());
    }

    private static string Short(string? value) => value switch
    {
        null or "" => "none",
        { Length: > 200 } => value[..200] + "…",
        _ => value,
    };
}
