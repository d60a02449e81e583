using static TorchSharp.torch;

namespace HierKD;

/// <summary>Trains all levels together while filters are scored and masks shrink to their ratios.</summary>
internal sealed class JointPhase(PruningSession session, PruningData data, TrainingOptions options, IProgress<PruningProgress>? progress)
{
    private readonly MaskUpdates _masks = new(options);

    /// <summary>Runs the phase; returns the last step's losses, from the student to the largest level.</summary>
    public IReadOnlyList<LevelLoss> Run(CancellationToken cancellation)
    {
        ScoreOriginal(cancellation);
        using var optimizer = options.MakeOptimizer(session.Parameters());
        var rates = options.LearningRateSchedule.Start(optimizer, options.JointEpochs);
        var clock = new EpochClock(data, options.JointEpochs);
        IReadOnlyList<LevelLoss> losses = [];
        while (clock.Epoch <= options.JointEpochs)
        {
            foreach (var (x, y) in data.ReadTrain())
            {
                cancellation.ThrowIfCancellationRequested();
                if (_masks.Before(clock) is { } fraction) session.UpdateMasks(fraction);
                rates.MoveTo(clock.Position);
                losses = Step(optimizer, x, y);
                clock.Tick();
                progress?.Report(Report(clock, losses, []));
            }
            TrainingDivergedException.RequireFinite(session.Parameters(), losses[0]);
            if (progress is not null) ReportMetrics(progress, clock, losses);
            clock.EndEpoch();
        }
        // Data that could not be counted may have jumped over the last update.
        if (_masks.AtEnd() is { } rest) session.UpdateMasks(rest);
        return losses;
    }

    private void ReportMetrics(IProgress<PruningProgress> listener, EpochClock clock, IReadOnlyList<LevelLoss> losses)
    {
        var metrics = session.Levels.Select(l => new LevelMetric(l.Name, session.Evaluate(l, data.ReadValidation()))).ToArray();
        listener.Report(Report(clock, losses, metrics));
    }

    private IReadOnlyList<LevelLoss> Step(optim.Optimizer optimizer, Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        session.ZeroGrad();
        var losses = session.Backward(x, y);
        optimizer.step();
        return losses;
    }

    private void ScoreOriginal(CancellationToken cancellation)
    {
        foreach (var (x, y) in data.ReadTrain().Take(options.ScoringBatches))
        {
            cancellation.ThrowIfCancellationRequested();
            session.ScoreOriginal(x, y);
        }
    }

    private PruningProgress Report(EpochClock clock, IReadOnlyList<LevelLoss> losses, IReadOnlyList<LevelMetric> metrics) =>
        new(PruningPhase.Joint, clock.Epoch, options.JointEpochs, clock.Step, clock.Steps, losses, metrics);
}
