using System.Security.Cryptography;
using System.Text;
using HierKD;

namespace Study.Grids;

/// <summary>What a run is told, as text: a result belongs to a cell only as long as both were told the same.</summary>
internal static class OptionsText
{
    /// <summary>Six letters that change with the options.</summary>
    public static string Digest(PruningOptions options, params object[] more) =>
        Convert.ToHexStringLower(SHA256.HashData(
            Encoding.UTF8.GetBytes(Of(options) + string.Join('|', more.Select(o => FormattableString.Invariant($"{o}"))))))[..6];

    private static string Of(PruningOptions options)
    {
        var training = options.Training;
        var distillation = options.Distillation;
        // Types, not what they say of themselves: that is for people and may change, the names of results may not.
        object?[] told =
        [
            string.Join(';', options.Chain.Levels), options.Scorer.GetType(), options.Scorer.Source, options.Scorer.Accumulation,
            options.Pruner.GetType(), Of(distillation),
            (distillation.Loss ?? options.Task.DefaultDistillation)!.GetType(), options.Private, options.NestedMasks, options.Execution,
            options.Sampling, Of(options.Discovery),
            training.Joint.Epochs, training.Joint.FixedMaskEpochs, training.FineTuning.Epochs, training.FineTuning.Teacher,
            training.FineTuning.WeightAverage,
            training.LearningRate, training.LearningRateSchedule, training.Joint.Shrinking,
            training.Joint.FreezeMasksAt, training.Joint.MaskInterval, training.Joint.ScoreInterval, training.Joint.ScoringBatches,
            training.Joint.RecalibrationBatches,
            training.FineTuning.Patience,
            .. Newer(options),
        ];
        return string.Join('|', told.Select(o => FormattableString.Invariant($"{o}")));
    }

    /// <summary>As the record said it of itself when the first results were made: properties that came later would change it.</summary>
    private static string Of(DistillationOptions told) => FormattableString.Invariant(
        $"DistillationOptions {{ Loss = , Weight = {told.Weight}, TaskWeight = {told.TaskWeight}, Teacher = {told.Teacher} }}");

    private static string Of(DiscoveryOptions told) =>
        $"DiscoveryOptions {{ ExcludedLayers = {told.ExcludedLayers}, PruneFirstLayer = {told.PruneFirstLayer}, Verify = {told.Verify}, " +
        FormattableString.Invariant($"ProbesPerPass = {told.ProbesPerPass} }}");

    /// <summary>Options that came later count where they are used, so that older results keep their names.</summary>
    private static IEnumerable<object> Newer(PruningOptions options)
    {
        if (options.Training.FineTuning.LearningRate is { } rate) yield return rate;
        if (options.Gradients != LevelGradients.Sum) yield return options.Gradients;
        if (options.Training.Levels != LevelTraining.Student) yield return options.Training.Levels;
        if (options.Distillation.External is { } outside) yield return outside.Name;
        if (options.Training.Joint.TimedWidths is { } timed) yield return timed;
        if (options.Limits.Count > 0) yield return string.Join(';', options.Limits);
    }
}
