using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Trains a level alone, cut out into tensors of its own, and keeps the weights of its best epoch.</summary>
/// <param name="session">Whose level.</param>
/// <param name="data">The batches.</param>
/// <param name="options">How.</param>
/// <param name="epochsBefore">The epochs of the run before the phase.</param>
/// <param name="ladder">Who teaches it.</param>
/// <param name="toCome">The levels that are to be trained so after it, with the same part of the budget for each sample.</param>
/// <param name="answers">What teachers said before.</param>
/// <param name="checkpoint">Where it is kept.</param>
/// <param name="progress">Who hears of it.</param>
/// <param name="logger">The same.</param>
internal sealed class FineTunePhase(
    PruningSession session, PruningData data, PruningOptions options, int epochsBefore, TeacherLadder ladder,
    IReadOnlyList<LevelToCome> toCome, TeacherAnswers answers, IPhaseCheckpoint? checkpoint, IProgress<PruningProgress>? progress,
    ILogger? logger)
{
    private readonly WorkingModel _working = session.Working;
    private readonly Validation _validation = new(session.Working, options.Task, data, options.Ranks);
    private readonly StatisticsWatch _statistics = new(session.Working, logger);

    private TrainingOptions Training => options.Training;

    /// <summary>
    /// Trains a copy of <paramref name="student"/> and returns its best state, which the caller disposes, with its validation metric and
    /// the epochs that it took.
    /// </summary>
    /// <param name="student">The level after the joint phase.</param>
    /// <param name="metric">Its validation metric.</param>
    /// <param name="cancellation">Ends the phase.</param>
    public (CutLevel Best, double Metric, int Epochs) Run(CutLevel student, double metric, CancellationToken cancellation)
    {
        using var state = FineTuneState.Begin(student, Training.FineTuning.WeightAverage is not null);
        if (checkpoint?.Restore(state, ladder) != true)
        {
            state.BestMetric = metric;
            ladder.Climb(metric);
            state.PlannedEpochs = state.Epochs = PlannedEpochs(student);
        }
        var epochs = state.Epochs > 0 ? Train(state, cancellation) : 0;
        return (state.GiveBest(), state.BestMetric, epochs);
    }

    private int Train(FineTuneState state, CancellationToken cancellation)
    {
        var numbers = new EpochNumbers(options.Seed, epochsBefore, options.Ranks.Rank);
        using var training = new PhaseTraining(
            PruningPhase.FineTune, data, Training, state.Student.Parameters(), state.PlannedEpochs, numbers,
            checkpoint?.StartOf(PruningPhase.FineTune));
        if (checkpoint is not null) SavedOptimizer.Of(training.Optimizer).Dispose();
        var clock = training.Clock;
        clock.EndAfter(state.Epochs);
        while (clock.Done < state.Epochs && state.Idle < (Training.FineTuning.Patience ?? int.MaxValue))
        {
            Telemetry.Within(Telemetry.Epoch(PruningPhase.FineTune, clock.Epoch), () => Epoch(state, training, cancellation));
        }
        return clock.Done;
    }

    private void Epoch(FineTuneState state, PhaseTraining training, CancellationToken cancellation)
    {
        var clock = training.Clock;
        answers.Prepare(ladder.Teachers, cancellation);
        var loss = Steps(state, training, cancellation);
        // An epoch that is done is to get into the checkpoint, whoever cancels meanwhile.
        var metric = _validation.Metric(
            state.Measured.Weights, $"level '{state.Student.Name}' after epoch {clock.Epoch} of phase {PruningPhase.FineTune}",
            checkpoint is null ? cancellation : CancellationToken.None);
        LevelMetric[] metrics = [new(state.Student.Name, metric)];
        session.Record.History.Add(new EpochReport(PruningPhase.FineTune, clock.Epoch, metrics, ladder.Name));
        Telemetry.Measured(PruningPhase.FineTune, metrics, options.Task.Metric.Name);
        progress?.Report(Report(clock, loss, metrics));
        var rung = ladder.Rung;
        ladder.Climb(metric);
        clock.EndEpoch();
        if (ladder.Rung != rung && Training.MultiplyAddBudget is { } budget)
        {
            clock.EndAfter(state.Epochs = (int)Math.Min(int.MaxValue, (long)clock.Done + EpochsWithin(budget, state.Student)));
        }
        state.Idle++;
        if (options.Task.IsBetter(metric, state.BestMetric)) state.TakeAsBest(metric);
        checkpoint?.Save(training, state, ladder);
    }

    /// <summary>As many epochs as the options say, or as its part of the budget pays for.</summary>
    private int PlannedEpochs(CutLevel student)
    {
        if (Training.MultiplyAddBudget is not { } budget) return Training.FineTuning.Epochs;
        var epochs = EpochsWithin(budget, student);
        return epochs > Training.LearningRateSchedule.WarmUpEpochs ? epochs : 0;
    }

    private int EpochsWithin(double budget, CutLevel student)
    {
        // What all processes have done, and will do.
        var all = options.Ranks.Sum([data.CountTrainSamples(), session.MultiplyAdds], "the budget");
        var (samples, spent) = (all[0], all[1]);
        var (epoch, once) = (0.0, 0.0);
        foreach (var (mask, teachers) in (LevelToCome[])[new(student.Mask, ladder.Teachers), .. toCome])
        {
            var asked = answers.Cost(teachers);
            epoch += samples * (3 * session.Graph.Cost.MultiplyAdds(mask) + asked.Each);
            once += asked.Once;
        }
        return (int)Math.Clamp(Math.Round((budget - spent - samples * once) / epoch), 0, int.MaxValue);
    }

    private LevelLoss Steps(FineTuneState state, PhaseTraining training, CancellationToken cancellation)
    {
        LevelLoss? loss = null;
        var device = state.Student.Values[0].device;
        var cost = session.Graph.Cost.MultiplyAdds(state.Student.Mask);
        foreach (var batch in training.Epoch(cancellation))
        {
            using var scope = NewDisposeScope();
            var began = Telemetry.StepBegins();
            state.Student.ZeroGrad();
            session.Meter.ForwardAndBackward(cost, batch.Size);
            loss = batch.Use(() => Backward(state.Student, batch.Batch.To(device)));
            training.Optimizer.step();
            if (Training.FineTuning.WeightAverage is { } decay) state.Average!.MoveTowards(state.Student, 1 - decay);
            Telemetry.StepEnds(PruningPhase.FineTune, began, batch.Size, [loss]);
            training.Clock.Tick();
            progress?.Report(Report(training.Clock, loss, []));
        }
        session.Synchronize([.. new[] { state.Student, state.Average }.OfType<CutLevel>()]);
        foreach (var level in new[] { state.Student, state.Measured })
        {
            TrainingDivergedException.RequireFinite(_working, level.Name, level.Values, loss);
        }
        _statistics.Look(state.Student.Name, state.Student.Values);
        OptimizerMemory.RequireFinite(
            training.Optimizer, parameter => _working.NameOf(state.Student.Name, state.Student.Values, parameter) ?? "", loss!);
        return loss!;
    }

    private LevelLoss Backward(CutLevel student, PruningBatch batch)
    {
        var teacher = Ask(ladder.Teachers, batch);
        return _working.Train(
            student.Weights, () => session.Objective.Backward(student.Weights, batch, teacher, student.Name).Loss);
    }

    /// <summary>What the teachers give together, if there are any.</summary>
    private LevelOutput? Ask(IReadOnlyList<Teacher> teachers, PruningBatch batch)
    {
        if (teachers.Count == 0) return null;
        return LevelOutput.Mean(teachers.Select(teacher =>
        {
            if (answers.Of(teacher, batch) is { } known) return new LevelOutput(known, [], ModelSelection.Everything);
            session.Meter.Forward(teacher.MultiplyAdds, batch.Size);
            return teacher.Teach(batch);
        }).ToArray());
    }

    private PruningProgress Report(EpochClock clock, LevelLoss loss, IReadOnlyList<LevelMetric> metrics) =>
        new(PruningPhase.FineTune, clock.Epoch, clock.Epochs, clock.Step, clock.Steps, [loss], metrics, ladder.Name);
}
