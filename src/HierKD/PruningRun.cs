using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The run from its first step to the report: its stages, the report, removal.</summary>
internal sealed class PruningRun(
    nn.Module model, ModelCall call, FilterGraph graph, IReadOnlyList<Tensor> exampleInputs, PruningData data, PruningOptions options,
    CheckpointFile? checkpointFile, IProgress<PruningProgress>? progress, ILogger? logger)
{
    private readonly TrainingRecord _record = new();

    public PruningResult Run(CancellationToken cancellation)
    {
        using var working = new WorkingModel(model, graph.Layers, options.Computation, call);
        if (options.Ranks.AreMany)
        {
            RanksCheck.Require(
                options.Ranks, RunSettings.Of(working, graph, options, data).ToDictionary(s => s.Key, s => s.Value.Value));
        }
        List<TrainedLevel> levels = [];
        RunCheckpoint? checkpoint = null;
        try
        {
            if (checkpointFile is not null)
            {
                checkpoint = new RunCheckpoint(checkpointFile, working, graph, options, data, _record, logger);
                levels.AddRange(checkpoint.ReadFinished());
            }
            return Run(working, checkpoint, levels, cancellation);
        }
        catch (Exception failure)
        {
            foreach (var level in levels) level.Cut.Dispose();
            if (checkpoint?.Written is not { } written) throw;
            if (failure is OperationCanceledException cancelled)
            {
                throw new PruningCanceledException(checkpoint.Path, written, checkpoint.Failure, cancelled);
            }
            // What ended the run goes to the caller, whatever the logger says to this.
            _ = Telemetry.End(() => Log.GoesOn(logger, checkpoint.Path, written));
            throw;
        }
    }

    private PruningResult Run(WorkingModel working, RunCheckpoint? checkpoint, List<TrainedLevel> levels, CancellationToken cancellation)
    {
        var stages = RunStage.Plan(options);
        var first = options.Training.Levels == LevelTraining.InTurn ? levels.Count : 0;
        // What cannot be done is said before anything is measured.
        var session = Session(working, stages[first], levels);
        try
        {
            var restored = checkpoint?.ForStage(session, stages[first], first);
            SettleComputation(session, checkpoint, cancellation);
            var originalMetric = new Validation(working, options.Task, data, options.Ranks)
                .Metric(working.Own, "the original", cancellation);
            Log.Started(logger, graph.Groups.Count, graph.Filters, options.Chain);
            Log.Locks(logger, graph);
            if (checkpoint?.Restored is var (phase, epochs)) Log.Restored(logger, checkpoint.Path, phase, epochs);
            Log.Gaps(logger, options.Chain, options.Scorer.Source);
            // What users' own parts say of themselves is asked before anything is trained.
            var settings = SettingsText.Of(options);
            for (var i = first; i < stages.Count; i++)
            {
                if (i > first)
                {
                    session.Dispose();
                    session = Session(working, stages[i], levels);
                    restored = checkpoint?.ForStage(session, stages[i], i);
                }
                new RunStage(session, exampleInputs, data, stages[i], EpochsBefore(i, levels), restored, progress, logger)
                    .Run(levels, i == 0 ? originalMetric : levels[^1].Metric, cancellation);
            }
            return Result(working, checkpoint, levels, originalMetric, settings, cancellation);
        }
        finally
        {
            session.Dispose();
        }
    }

    private PruningSession Session(WorkingModel working, PruningOptions stage, List<TrainedLevel> levels)
    {
        var isFirst = stage.Training.Levels != LevelTraining.InTurn || levels.Count == 0;
        return new PruningSession(
            working, lease: null, graph, exampleInputs, stage, isFirst ? null : OriginalLevel.Of(levels[^1].Cut))
        { Record = _record };
    }

    /// <summary>How the whole run computes.</summary>
    private void SettleComputation(PruningSession session, RunCheckpoint? checkpoint, CancellationToken cancellation)
    {
        if (!session.Computing.IsOpen) return;
        if (checkpoint?.Restored is not null)
        {
            checkpoint.RestoreComputation(session);
        }
        else
        {
            foreach (var batch in data.ReadTrain(epoch: 0).Take(1)) batch.Use(() =>
            {
                using var scope = NewDisposeScope();
                session.Computing.Settle(batch.Batch.To(session.Device).Inputs, cancellation);
                return true;
            });
        }
        Log.ComputationChosen(logger, session.Computation!);
    }

    /// <summary>The first process measures while the others wait; their own reports have times of a single round.</summary>
    private PruningReport FirstOne(Func<LatencyOptions, PruningReport> report)
    {
        var ranks = options.Ranks;
        if (!ranks.AreMany) return report(options.Latency);
        PruningReport? first = null;
        ranks.OfFirst(() =>
        {
            first = report(options.Latency);
            return [];
        }, "the report");
        return first ?? report(options.Latency with { Rounds = 1, BatchSizes = [] });
    }

    private int EpochsBefore(int stage, List<TrainedLevel> levels) => stage == 0
        ? 0
        : levels.Sum(level => options.Training.Joint.Epochs + options.Training.Joint.FixedMaskEpochs + level.FineTuned!.Epochs);

    private PruningResult Result(
        WorkingModel working, RunCheckpoint? checkpoint, List<TrainedLevel> levels, double originalMetric,
        IReadOnlyList<ReportSetting> settings, CancellationToken cancellation)
    {
        var student = levels[^1].Cut;
        _record.Meter.MultiplyAdds = (long)options.Ranks.Sum([_record.Meter.MultiplyAdds], "the multiply-adds")[0];
        var report = FirstOne(latency => new SessionReport(working, graph, options, latency, exampleInputs)
            .Of([.. levels.SelectMany(l => l.Lines())], originalMetric, _record, _record.History,
                [.. levels.Select(l => l.Scores).Reverse()], settings, isOfRun: true, cancellation));
        cancellation.ThrowIfCancellationRequested();
        // The model gets a copy of its own, so that training it further leaves the result's student alone.
        using var own = student.Copy();
        var result = new PruningResult(
            graph, report, [.. levels.Select(l => l.Cut).Reverse()], working.Tensors, checkpoint?.Finished(), logger);
        if (checkpoint?.Failure is { } reason)
        {
            result.Warn($"The checkpoint '{checkpoint.Path}' could not be written in the end: {reason}");
        }
        options.Ranks.End();
        var surgery = Telemetry.Surgery(student.Mask);
        try
        {
            working.Keep(own.Weights);
        }
        catch
        {
            _ = Telemetry.End(() => surgery?.Dispose());
            throw;
        }
        // From here on the model is the student: nothing of the caller's may cost the result any more.
        if (Telemetry.End(() => surgery?.Dispose()) is { } failure) result.Warn(failure);
        return result;
    }
}
