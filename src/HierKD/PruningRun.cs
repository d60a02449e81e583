using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The run from its first step to the report: joint phase, fine-tuning, removal.</summary>
internal sealed class PruningRun(
    nn.Module<Tensor, Tensor> model, ModelLease lease, FilterGraph graph, Tensor exampleInput, PruningData data, PruningOptions options,
    CheckpointFile? checkpointFile, IProgress<PruningProgress>? progress, ILogger? logger)
{
    public PruningResult Run(CancellationToken cancellation)
    {
        using var session = new PruningSession(model, lease, graph, exampleInput, options);
        var checkpoint = checkpointFile is null ? null : new RunCheckpoint(checkpointFile, session, options, data, logger);
        try
        {
            return Run(session, checkpoint, cancellation);
        }
        catch (OperationCanceledException cancelled) when (checkpoint?.Written is not null)
        {
            throw new PruningCanceledException(checkpoint.Path, checkpoint.Written.Value, checkpoint.Failure, cancelled);
        }
        catch when (checkpoint?.Written is not null)
        {
            // What ended the run goes to the caller, whatever the logger says to this.
            _ = Telemetry.End(() => Log.GoesOn(logger, checkpoint.Path, checkpoint.Written));
            throw;
        }
    }

    private PruningResult Run(PruningSession session, RunCheckpoint? checkpoint, CancellationToken cancellation)
    {
        var validation = new Validation(session.Working, options.Task, data);
        var originalMetric = validation.Metric(session.Working.Own, "the original", cancellation);
        Log.Started(logger, graph.Groups.Count, graph.Filters, options.Chain);
        Log.Locks(logger, graph);
        if (checkpoint?.Restored is var (restored, epochs)) Log.Restored(logger, checkpoint.Path, restored, epochs);
        Log.Gaps(logger, options.Chain, options.Scorer.Source);

        // What users' own parts say of themselves is asked before anything is trained.
        var settings = SettingsText.Of(options);
        using var answers = new TeacherAnswers(session, data, options.Training.TeacherCacheBytes);
        foreach (var joint in new[] { PruningPhase.Joint, PruningPhase.FixedMasks })
        {
            if (checkpoint?.IsPast(joint) == true) continue;
            var phase = new JointPhase(joint, session, data, options, answers, checkpoint, progress, logger);
            Telemetry.Within(Telemetry.Phase(joint), () => phase.Run(cancellation));
        }
        if (checkpoint?.IsPast(PruningPhase.FixedMasks) != true) Recalibrate(session, cancellation);

        List<CutLevel> levels = [];
        try
        {
            levels.AddRange(session.Levels.Select(session.Cut));
            var metrics = levels
                .Select(l => validation.Metric(l.Weights, $"level '{l.Name}' after the joint phase", cancellation)).ToArray();
            Log.JointPhaseDone(logger, metrics[0], options.Task.MetricName);

            var (student, studentMetric) = FineTune(session, levels, metrics, originalMetric, answers, checkpoint, cancellation);
            levels.Insert(0, student);
            RequireFiniteOutput(session.Working, student);
            Log.FineTuned(logger, studentMetric, options.Task.MetricName);

            var lines = levels.Zip([studentMetric, .. metrics], (cut, metric) =>
                new ReportedLevel(cut == levels[1] ? ReportedLevel.JointPhase(cut.Name) : cut.Name, cut, metric)).Reverse().ToArray();
            var report = new SessionReport(session, options.Latency, exampleInput)
                .Of(lines, originalMetric, session.History, settings, isOfRun: true, cancellation);
            cancellation.ThrowIfCancellationRequested();
            // The model gets a copy of its own, so that training it further leaves the result's student alone.
            using var own = student.Copy();
            var result = new PruningResult(
                graph, report, [student, .. levels.Skip(2)], session.Working.Tensors, checkpoint?.Finished(), logger);
            if (checkpoint?.Failure is { } reason)
            {
                result.Warn($"The checkpoint '{checkpoint.Path}' could not be written in the end: {reason}");
            }
            var surgery = Telemetry.Surgery(student.Mask);
            try
            {
                session.Finish(own);
            }
            catch
            {
                _ = Telemetry.End(() => surgery?.Dispose());
                throw;
            }
            // From here on the model is the student: nothing of the caller's may cost the result any more.
            if (Telemetry.End(() => surgery?.Dispose()) is { } failure) result.Warn(failure);
            levels[1].Dispose();
            return result;
        }
        catch
        {
            foreach (var level in levels) level.Dispose();
            throw;
        }
    }

    private void Recalibrate(PruningSession session, CancellationToken cancellation)
    {
        if (options.Training.Joint.RecalibrationBatches == 0) return;
        foreach (var level in session.Levels)
        {
            cancellation.ThrowIfCancellationRequested();
            session.Recalibrate(level, data.ReadTrain(epoch: 0).Take(options.Training.Joint.RecalibrationBatches).Select(b => (b.X, b.Y)));
            session.RequireFinite(level);
        }
    }

    private (CutLevel Student, double Metric) FineTune(
        PruningSession session, List<CutLevel> levels, double[] metrics, double originalMetric, TeacherAnswers answers,
        RunCheckpoint? checkpoint, CancellationToken cancellation)
    {
        var larger = levels.Zip(metrics).Skip(1).Select(l => new Teacher(l.First.Name, l.First.Weights, l.First.Mask, l.Second));
        var choice = options.Distillation.Weight > 0 ? options.Training.FineTuning.Teacher : FineTuneTeacher.None;
        var ladder = new TeacherLadder(choice, [.. larger, Teacher.Original(session, originalMetric)], options.Task);
        CutLevel? best = null;
        try
        {
            var phase = new FineTunePhase(session, data, options, ladder, answers, checkpoint, progress, logger);
            return Telemetry.Within(Telemetry.Phase(PruningPhase.FineTune), () =>
            {
                (best, var metric) = phase.Run(levels[0], metrics[0], cancellation);
                return (best, metric);
            });
        }
        catch
        {
            // One who listens to the phase may throw at its end.
            best?.Dispose();
            throw;
        }
    }

    /// <summary>Weights that are finite can still be too large to compute with.</summary>
    private void RequireFiniteOutput(WorkingModel working, CutLevel student)
    {
        TrainingDivergedException.RequireFinite(working, student.Name, student.Values);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        if (working.Evaluate(student.Weights, () => model.call(exampleInput)).isfinite().all().ToBoolean()) return;
        throw new TrainingDivergedException("the student's output is not finite");
    }
}
