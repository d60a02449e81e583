using System.Globalization;
using Microsoft.Extensions.Logging;

namespace HierKD;

/// <summary>The lines that a run logs.</summary>
internal static partial class Log
{
    public static void Started(ILogger? logger, int groups, int filters, TeacherChain chain)
    {
        if (logger is not null) StartedCore(logger, groups, filters, chain);
    }

    /// <summary>What stays and why; a layer that the forward was not seen to call is worth a warning, since training may call it.</summary>
    public static void Locks(ILogger? logger, FilterGraph graph)
    {
        if (logger is null) return;
        var called = graph.Layers.Select(l => l.Name).ToHashSet();
        foreach (var locked in graph.Locks)
        {
            if (called.Contains(locked.Layer)) LockedCore(logger, locked);
            else NotCalledCore(logger, locked);
        }
    }

    public static void Restored(ILogger? logger, string path, PruningPhase phase, int epochs)
    {
        if (logger is not null) RestoredCore(logger, path, phase, epochs);
    }

    /// <summary>Warns of teachers that are much larger than their students, where their gradients choose the students' filters.</summary>
    public static void Gaps(ILogger? logger, TeacherChain chain, GradientSource source)
    {
        // Who takes no assistants has decided on the gap.
        if (logger is null || chain.Levels.Count == 1 || source != GradientSource.Teacher) return;
        for (var i = 0; i < chain.Levels.Count; i++)
        {
            if (!ChainPlan.IsAbove(chain.Gaps[i], ChainPlan.LargestGap)) continue;
            var teacher = i + 1 < chain.Levels.Count ? chain.Levels[i + 1].Name : "original";
            GapCore(logger, teacher, chain.Gaps[i]
                .ToString("0.##", CultureInfo.InvariantCulture), chain.Levels[i].Name, ChainPlan.LargestGap);
        }
    }

    /// <summary>A line for each level that was compared with its teacher in an epoch.</summary>
    public static void Agreement(ILogger? logger, int epoch, IEnumerable<Level> levels, AgreementAverage average)
    {
        if (logger is null) return;
        foreach (var level in levels)
        {
            if (average.Of(level.Name) is { } agreement)
            {
                AgreementCore(logger, epoch, level.Name, agreement.Cosine, agreement.SignAgreement);
            }
        }
    }

    public static void CheckpointStays(ILogger? logger, string path, string reason)
    {
        if (logger is not null) CheckpointStaysCore(logger, path, reason);
    }

    public static void Waiting(ILogger? logger)
    {
        if (logger is not null) WaitingCore(logger);
    }

    public static void AbsurdStatistics(ILogger logger, string key, string level, double largest, double usual) =>
        AbsurdStatisticsCore(logger, key, level, largest, usual);

    public static void GoesOn(ILogger? logger, string path, (PruningPhase Phase, int EpochsDone)? written)
    {
        if (logger is not null) GoesOnCore(logger, path, PlaceText(written));
    }

    public static void CheckpointNotWritten(
        ILogger? logger, string path, PruningPhase phase, int epoch, string reason, (PruningPhase Phase, int EpochsDone)? written)
    {
        if (logger is null) return;
        CheckpointNotWrittenCore(logger, path, epoch, phase, reason, PlaceText(written));
    }

    /// <summary>Where a run goes on, in words.</summary>
    public static string PlaceText((PruningPhase Phase, int EpochsDone)? written) =>
        written is var (phase, epochs) ? $"after epoch {epochs} of phase {phase}" : "at its beginning";

    public static void JointPhaseDone(ILogger? logger, double metric, string metricName)
    {
        if (logger is not null) JointPhaseDoneCore(logger, metricName, metric);
    }

    public static void DistillationChosen(ILogger? logger, IDistillationLoss loss, string reason)
    {
        if (logger is not null) DistillationChosenCore(logger, loss, reason);
    }

    public static void ComputationChosen(ILogger? logger, ComputationChoice choice)
    {
        if (logger is not null) ComputationChosenCore(logger, choice);
    }

    public static void WidthsChosen(ILogger? logger, WidthChoice choice)
    {
        if (logger is not null) WidthsChosenCore(logger, choice);
    }

    public static void FineTuned(ILogger? logger, string level, double metric, string metricName)
    {
        if (logger is not null) FineTunedCore(logger, metricName, level, metric);
    }

    [LoggerMessage(1, LogLevel.Information, "Pruning {Filters} filters in {Groups} groups: {Chain}", EventName = "Started")]
    private static partial void StartedCore(ILogger logger, int groups, int filters, TeacherChain chain);

    [LoggerMessage(4, LogLevel.Information, "{Lock}", EventName = "Locked")]
    private static partial void LockedCore(ILogger logger, FilterLock @lock);

    [LoggerMessage(
        5, LogLevel.Warning, "{Lock}. If training calls it, it will not fit what it reads: remove it, or exclude the layers that it reads.",
        EventName = "NotCalled")]
    private static partial void NotCalledCore(ILogger logger, FilterLock @lock);

    [LoggerMessage(6, LogLevel.Information, "Going on from {Path}: phase {Phase}, {Epochs} epochs done", EventName = "Restored")]
    private static partial void RestoredCore(ILogger logger, string path, PruningPhase phase, int epochs);

    [LoggerMessage(
        7, LogLevel.Warning,
        "The {Teacher} keeps {Gap}x as much as its {Level}. What counts is the size ratio of neighbours: above {Largest}x they agree " +
        "poorly on which filters matter. TeacherChain.Plan proposes a chain.",
        EventName = "Gap")]
    private static partial void GapCore(ILogger logger, string teacher, string gap, string level, double largest);

    [LoggerMessage(
        8, LogLevel.Information,
        "Epoch {Epoch}: the gate gradients of {Level} agree with its teacher's with cosine {Cosine:0.00}, in sign for " +
        "{SignAgreement:0.00} of the filters",
        EventName = "Agreement")]
    private static partial void AgreementCore(ILogger logger, int epoch, string level, double cosine, double signAgreement);

    [LoggerMessage(
        9, LogLevel.Warning,
        "The result is saved, but the checkpoint {Path} cannot be deleted: {Reason} Delete it before another run is to begin anew.",
        EventName = "CheckpointStays")]
    private static partial void CheckpointStaysCore(ILogger logger, string path, string reason);

    [LoggerMessage(
        11, LogLevel.Warning,
        "The checkpoint {Path} cannot be written after epoch {Epoch} of phase {Phase}: {Reason} The run goes on, and tries again after " +
        "the next epoch. If it ended now, it would go on {Place}.",
        EventName = "CheckpointNotWritten")]
    private static partial void CheckpointNotWrittenCore(
        ILogger logger, string path, int epoch, PruningPhase phase, string reason, string place);

    [LoggerMessage(
        12, LogLevel.Information,
        "Another run is going on in this process: waiting for its end, since torch's random numbers are one for the process",
        EventName = "Waiting")]
    private static partial void WaitingCore(ILogger logger);

    [LoggerMessage(
        13, LogLevel.Warning, "The run ended. Started again with the same model, data and options it goes on from {Path}, {Place}.",
        EventName = "GoesOn")]
    private static partial void GoesOnCore(ILogger logger, string path, string place);

    [LoggerMessage(
        14, LogLevel.Warning,
        "The running statistics {Key} of level {Level} have come to {Largest:0.###e+0}, the original's to {Usual:0.###e+0}: look for " +
        "values that are far off in the training data.",
        EventName = "AbsurdStatistics")]
    private static partial void AbsurdStatisticsCore(ILogger logger, string key, string level, double largest, double usual);

    [LoggerMessage(2, LogLevel.Information, "Joint phase done; the student's {MetricName} is {Metric}", EventName = "JointPhaseDone")]
    private static partial void JointPhaseDoneCore(ILogger logger, string metricName, double metric);

    [LoggerMessage(
        10, LogLevel.Information,
        "Outputs are distilled with {Loss}, since {Reason}; PruningTask's distillation, or DistillationOptions.Loss, " +
        "says otherwise",
        EventName = "DistillationChosen")]
    private static partial void DistillationChosenCore(ILogger logger, IDistillationLoss loss, string reason);

    [LoggerMessage(15, LogLevel.Information, "{Choice}", EventName = "ComputationChosen")]
    private static partial void ComputationChosenCore(ILogger logger, ComputationChoice choice);

    [LoggerMessage(16, LogLevel.Information, "{Choice}", EventName = "WidthsChosen")]
    private static partial void WidthsChosenCore(ILogger logger, WidthChoice choice);

    [LoggerMessage(3, LogLevel.Information, "Fine-tuning done; {MetricName} of level '{Level}' is {Metric}", EventName = "FineTuned")]
    private static partial void FineTunedCore(ILogger logger, string metricName, string level, double metric);
}
