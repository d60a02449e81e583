using System.Globalization;

namespace HierKD;

/// <summary>What a run was told and given, as text, to know whether a checkpoint is this run's.</summary>
internal static class RunSettings
{
    public static IReadOnlyDictionary<string, RunSetting> Of(
        WorkingModel working, FilterGraph graph, PruningOptions options, PruningData data) =>
        InvariantText.Of(() => Read(working, graph, options, data));

    private static Dictionary<string, RunSetting> Read(WorkingModel working, FilterGraph graph, PruningOptions options, PruningData data)
    {
        var training = options.Training;
        var settings = new Dictionary<string, RunSetting>();
        foreach (var (name, value) in SessionSettings.Of(working, graph, options))
        {
            settings.Add(name, new RunSetting(value, PruningPhase.Joint));
        }
        Add(PruningPhase.Joint, "the batches of an epoch", data.CountTrainBatches());
        Add(PruningPhase.Joint, nameof(options.Seed), options.Seed);
        Add(PruningPhase.Joint, nameof(training.LearningRate), training.LearningRate);
        Add(PruningPhase.Joint, nameof(training.LearningRateSchedule), training.LearningRateSchedule);
        Add(PruningPhase.Joint, "Joint.Epochs", training.Joint.Epochs);
        Add(PruningPhase.Joint, "Joint.Shrinking", training.Joint.Shrinking);
        Add(PruningPhase.Joint, "Joint.FreezeMasksAt", training.Joint.FreezeMasksAt);
        Add(PruningPhase.Joint, "Joint.MaskInterval", training.Joint.MaskInterval);
        Add(PruningPhase.Joint, "Joint.ScoreInterval", training.Joint.ScoreInterval);
        Add(PruningPhase.Joint, "Joint.ScoringBatches", training.Joint.ScoringBatches);
        Add(PruningPhase.Joint, "Joint.TimedWidths", training.Joint.TimedWidths);
        Add(PruningPhase.Joint, nameof(training.TeacherCacheBytes), training.TeacherCacheBytes);
        Add(PruningPhase.Joint, "Levels.InTurn", training.Levels == LevelTraining.InTurn);
        Add(PruningPhase.FineTune, nameof(training.Levels), training.Levels);
        Add(PruningPhase.FixedMasks, "Joint.FixedMaskEpochs", training.Joint.FixedMaskEpochs);
        Add(PruningPhase.FineTune, "Joint.RecalibrationBatches", training.Joint.RecalibrationBatches);
        Add(PruningPhase.FineTune, "FineTuning.Epochs", training.FineTuning.Epochs);
        Add(PruningPhase.FineTune, "FineTuning.LearningRate", training.FineTuning.LearningRate);
        Add(PruningPhase.FineTune, nameof(training.MultiplyAddBudget), training.MultiplyAddBudget);
        Add(PruningPhase.FineTune, "FineTuning.Teacher", training.FineTuning.Teacher);
        Add(PruningPhase.FineTune, "FineTuning.WeightAverage", training.FineTuning.WeightAverage);
        Add(PruningPhase.FineTune, "FineTuning.Patience", training.FineTuning.Patience);
        return settings;

        void Add(PruningPhase since, string name, object? value) =>
            settings.Add(name, new RunSetting(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", since));
    }

    /// <exception cref="InvalidDataException">What a phase that has begun depends on is another.</exception>
    public static void Require(string path, CheckpointManifest saved, IReadOnlyDictionary<string, RunSetting> own)
    {
        var other = saved.Settings
            .Where(s => s.Value.Since <= saved.Phase || saved.FinishedLevels.Count > 0)
            .Where(s => own.GetValueOrDefault(s.Key)?.Value != s.Value.Value)
            .ToArray();
        if (other.Length == 0) return;
        throw SessionSettings.Refusal(path, "run", other.Select(o => (o.Key, (string?)o.Value.Value, own.GetValueOrDefault(o.Key)?.Value)));
    }
}
