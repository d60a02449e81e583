using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Trains all levels together, while filters are scored and masks shrink to their ratios or, afterwards, with fixed masks.
/// </summary>
internal sealed class JointPhase(
    PruningPhase phase, PruningSession session, IReadOnlyList<Tensor> exampleInputs, PruningData data, PruningOptions options,
    int epochsBefore, TeacherAnswers answers, IPhaseCheckpoint? checkpoint, IProgress<PruningProgress>? progress, ILogger? logger)
{
    private readonly MaskUpdates _masks = new(options.Training.Joint)
    {
        AreAtTarget = phase == PruningPhase.FixedMasks || checkpoint?.MasksAreFinal == true,
        AreTimed = phase == PruningPhase.FixedMasks || session.Record.Widths.Any(w => w.Level == session.Student.Name),
    };

    private readonly Validation _validation = new(session.Working, options.Task, data);
    private readonly StatisticsWatch _statistics = new(session.Working, logger);

    private TrainingOptions Training => options.Training;

    private int Epochs => phase == PruningPhase.Joint ? Training.Joint.Epochs : Training.Joint.FixedMaskEpochs;

    /// <summary>Runs the phase, from where a checkpoint left it.</summary>
    public void Run(CancellationToken cancellation)
    {
        if (checkpoint?.HasBegun(phase) != true && phase == PruningPhase.Joint) ScoreOriginal(cancellation);
        if (Epochs > 0) Train(cancellation);
        // A phase of no epochs, or data that could not be counted, has not come to the last update.
        if (_masks.AtEnd() is { } rest) Update(rest, cancellation);
    }

    private void Update(MaskUpdate update, CancellationToken cancellation)
    {
        if (update.Timed is not { } timed)
        {
            session.UpdateMasks(update.Fraction);
            return;
        }
        bool IsToStay(Level level) => options.Training.Levels != LevelTraining.Student || level == session.Student;
        foreach (var choice in session.TimeWidths(exampleInputs, timed, IsToStay, cancellation)) Log.WidthsChosen(logger, choice);
    }

    private void Train(CancellationToken cancellation)
    {
        var before = epochsBefore + (phase == PruningPhase.Joint ? 0 : Training.Joint.Epochs);
        using var training = new PhaseTraining(
            phase, data, Training, session.Parameters(), Epochs, new EpochNumbers(options.Seed, before), checkpoint?.StartOf(phase));
        if (checkpoint is not null) SavedOptimizer.Of(training.Optimizer).Dispose();
        var clock = training.Clock;
        if (options.Distillation.Weight > 0) answers.Prepare([Teacher.Top(session)], cancellation);
        while (clock.Done < Epochs) Telemetry.Within(Telemetry.Epoch(phase, clock.Epoch), () => Epoch(training, cancellation));
    }

    private void Epoch(PhaseTraining training, CancellationToken cancellation)
    {
        var clock = training.Clock;
        IReadOnlyList<LevelLoss> losses = [];
        var agreement = new AgreementAverage();
        foreach (var batch in training.Epoch(cancellation))
        {
            if (phase == PruningPhase.Joint && _masks.Before(clock) is { } update) Update(update, cancellation);
            var began = Telemetry.StepBegins();
            losses = batch.Use(() => Step(training.Optimizer, batch, clock.Step));
            Telemetry.StepEnds(phase, began, batch.Size, losses);
            agreement.Add(losses);
            clock.Tick();
            progress?.Report(Report(clock, losses, []));
        }
        foreach (var level in session.Levels)
        {
            session.RequireFinite(level, losses[0]);
            _statistics.Look(level.Name, level.Values.Values);
        }
        OptimizerMemory.RequireFinite(training.Optimizer, session.NameOf, losses[0]);
        if (!agreement.IsEmpty) session.Record.Agreement = agreement.Means();
        Log.Agreement(logger, clock.Epoch, session.Levels, agreement);
        // An epoch that is done is to get into the checkpoint, whoever cancels meanwhile.
        var metrics = Measure(agreement, clock.Epoch, checkpoint is null ? cancellation : CancellationToken.None);
        session.Record.History.Add(new EpochReport(phase, clock.Epoch, metrics));
        Telemetry.Measured(phase, metrics, options.Task.Metric.Name);
        progress?.Report(Report(clock, losses, metrics));
        clock.EndEpoch();
        checkpoint?.Save(phase, training, _masks.AreAtTarget);
    }

    private LevelMetric[] Measure(AgreementAverage agreement, int epoch, CancellationToken cancellation) =>
        session.Levels.Select(l =>
            new LevelMetric(l.Name, _validation.Metric(l.Weights, $"level '{l.Name}' after epoch {epoch} of phase {phase}", cancellation))
            {
                Agreement = agreement.Of(l.Name),
            }).ToArray();

    private IReadOnlyList<LevelLoss> Step(optim.Optimizer optimizer, TrainingBatch batch, int step)
    {
        using var scope = NewDisposeScope();
        session.ZeroGrad();
        var losses = session.Passes.Backward(
            batch.Batch, score: phase == PruningPhase.Joint && step % Training.Joint.ScoreInterval == 0,
            measureAgreement: step % Training.Joint.MaskInterval == 0,
            answers.Of(Teacher.Top(session), batch.Batch));
        optimizer.step();
        return losses;
    }

    private void ScoreOriginal(CancellationToken cancellation)
    {
        foreach (var batch in data.ReadTrain(epoch: 0).Take(Training.Joint.ScoringBatches))
        {
            cancellation.ThrowIfCancellationRequested();
            batch.Use(() =>
            {
                session.ScoreOriginal(batch.Batch);
                return true;
            });
        }
    }

    private PruningProgress Report(EpochClock clock, IReadOnlyList<LevelLoss> losses, IReadOnlyList<LevelMetric> metrics) =>
        new(phase, clock.Epoch, Epochs, clock.Step, clock.Steps, losses, metrics);
}
