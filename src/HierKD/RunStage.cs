using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Levels of a run that are trained together, from their scores to the end of fine-tuning. A run has one stage, or one for each level.
/// </summary>
/// <param name="session">The stage's levels.</param>
/// <param name="exampleInputs">Inputs.</param>
/// <param name="data">The batches.</param>
/// <param name="options">What the stage is told.</param>
/// <param name="epochsBefore">The epochs of the run's stages before.</param>
/// <param name="checkpoint">Where the stage is kept.</param>
/// <param name="progress">Who hears of it.</param>
/// <param name="logger">The same.</param>
internal sealed class RunStage(
    PruningSession session, IReadOnlyList<Tensor> exampleInputs, PruningData data, PruningOptions options, int epochsBefore,
    StageCheckpoint? checkpoint, IProgress<PruningProgress>? progress, ILogger? logger)
{
    private readonly Validation _validation = new(session.Working, options.Task, data, options.Ranks);

    private TrainingOptions Training => options.Training;

    /// <summary>The options of a run's stages, in their order.</summary>
    public static IReadOnlyList<PruningOptions> Plan(PruningOptions options)
    {
        if (options.Training.Levels != LevelTraining.InTurn) return [options];
        var chains = options.Chain.OneByOne();
        return
        [
            .. chains.Select((chain, i) => options with
            {
                Chain = chain,
                Training = options.Training with
                {
                    // What a stage leaves of its part is for the next.
                    MultiplyAddBudget = options.Training.MultiplyAddBudget * (i + 1) / chains.Count,
                },
            }),
        ];
    }

    /// <summary>Trains the stage's levels.</summary>
    /// <param name="trained">Those that the run is done with, from the largest; gets the stage's own.</param>
    /// <param name="originalMetric">The metric of what the stage begins with.</param>
    /// <param name="cancellation">Ends the run.</param>
    public void Run(List<TrainedLevel> trained, double originalMetric, CancellationToken cancellation)
    {
        using var answers = new TeacherAnswers(session, data, Training.TeacherCacheBytes);
        foreach (var joint in new[] { PruningPhase.Joint, PruningPhase.FixedMasks })
        {
            if (checkpoint?.IsPast(joint) == true) continue;
            var phase = new JointPhase(joint, session, exampleInputs, data, options, epochsBefore, answers, checkpoint, progress, logger);
            Telemetry.Within(Telemetry.Phase(joint), () => phase.Run(cancellation));
        }
        if (checkpoint?.IsPast(PruningPhase.FixedMasks) != true) Recalibrate(cancellation);

        var own = session.Levels.Select(l => l.Name).ToHashSet();
        // In a family some may have been finished before an interruption.
        var done = trained.Where(level => own.Contains(level.Name)).ToList();
        var epochs = epochsBefore + Training.Joint.Epochs + Training.Joint.FixedMaskEpochs + done.Sum(level => level.FineTuned!.Epochs);
        foreach (var level in session.Levels.Reverse().Skip(done.Count))
        {
            using var cut = session.Cut(level);
            var metric = _validation.Metric(cut.Weights, $"level '{level.Name}' after the joint phase", cancellation);
            var next = Finish(level, cut, metric, done, originalMetric, epochs, answers, cancellation);
            done.Add(next);
            trained.Add(next);
            if (next.FineTuned is not { } alone) continue;
            epochs += alone.Epochs;
            checkpoint?.Finish(next);
        }
    }

    private TrainedLevel Finish(
        Level level, CutLevel cut, double metric, IReadOnlyList<TrainedLevel> larger, double originalMetric, int epochs,
        TeacherAnswers answers, CancellationToken cancellation)
    {
        var scores = SessionReport.ScoresOf(session, level);
        if (level == session.Student) Log.JointPhaseDone(logger, metric, options.Task.Metric.Name);
        else if (Training.Levels == LevelTraining.Student) return new TrainedLevel(cut.Copy(), metric, null, scores);
        var (best, bestMetric, taken) = FineTune(cut, metric, larger, originalMetric, epochs, answers, cancellation);
        try
        {
            RequireFiniteOutput(best);
            Log.FineTuned(logger, level.Name, bestMetric, options.Task.Metric.Name);
            return new TrainedLevel(best, bestMetric, new FineTunedLevel(metric, taken), scores);
        }
        catch
        {
            best.Dispose();
            throw;
        }
    }

    private (CutLevel Best, double Metric, int Epochs) FineTune(
        CutLevel cut, double metric, IReadOnlyList<TrainedLevel> larger, double originalMetric, int epochs, TeacherAnswers answers,
        CancellationToken cancellation)
    {
        var original = Teacher.Original(session, originalMetric);
        Teacher[] teachers =
        [
            .. larger.Reverse().Select(l => Teacher.Of(session, l.Name, l.Cut.Weights, l.Cut.Mask, l.Metric)), original,
            .. Teacher.External(session) is { } outside ? [outside] : Array.Empty<Teacher>(),
        ];
        var ladder = new TeacherLadder(Choice, teachers, options.Task);
        CutLevel? best = null;
        try
        {
            var phase = new FineTunePhase(
                session, data, options, epochs, ladder, [.. ToCome(cut.Name, teachers)], answers, checkpoint, progress, logger);
            return Telemetry.Within(Telemetry.Phase(PruningPhase.FineTune), () =>
            {
                (best, var reached, var taken) = phase.Run(cut, metric, cancellation);
                return (best, reached, taken);
            });
        }
        catch
        {
            // One who listens to the phase may throw at its end.
            best?.Dispose();
            throw;
        }
    }

    private FineTuneTeacher Choice => options.Distillation.Weight > 0 ? Training.FineTuning.Teacher : FineTuneTeacher.None;

    /// <summary>The levels after this one, each with the teachers that it will begin with.</summary>
    private IEnumerable<LevelToCome> ToCome(string name, IReadOnlyList<Teacher> teachers)
    {
        List<Teacher> larger = [.. teachers];
        foreach (var level in session.Levels.Reverse().SkipWhile(l => l.Name != name))
        {
            if (level.Name != name) yield return new(level.Mask, new TeacherLadder(Choice, [.. larger], options.Task).Teachers);
            larger.Insert(0, Teacher.Of(session, level.Name, level.Weights, level.Mask, double.NaN));
        }
    }

    private void Recalibrate(CancellationToken cancellation)
    {
        if (Training.Joint.RecalibrationBatches == 0) return;
        foreach (var level in session.Levels)
        {
            cancellation.ThrowIfCancellationRequested();
            session.Recalibrate(level, data.ReadTrain(epoch: 0).Take(Training.Joint.RecalibrationBatches).Select(b => b.Batch));
            session.RequireFinite(level);
        }
    }

    /// <summary>Weights that are finite can still be too large to compute with.</summary>
    private void RequireFiniteOutput(CutLevel level)
    {
        var working = session.Working;
        TrainingDivergedException.RequireFinite(working, level.Name, level.Values);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        if (ModelAnswer.IsFinite(working.Evaluate(level.Weights, () => working.ModelCall.Run(exampleInputs)))) return;
        throw new TrainingDivergedException($"the output of level '{level.Name}' is not finite");
    }
}
