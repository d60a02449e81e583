using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Trains all levels together while filters are scored and masks shrink to their ratios.</summary>
internal sealed class JointPhase(PruningSession session, PruningData data, TrainingOptions options, IProgress<PruningProgress>? progress, ILogger? logger = null)
{
    private bool _masksAreFinal;

    /// <summary>How far the levels' gradients agreed with their teachers', over the last epoch in which that was measured.</summary>
    public AgreementAverage Agreement { get; private set; } = new();

    /// <summary>Runs the phase; returns the last step's losses, from the student to the largest level.</summary>
    public IReadOnlyList<LevelLoss> Run(CancellationToken cancellation)
    {
        ScoreOriginal(cancellation);
        using var optimizer = options.MakeOptimizer(session.Parameters());
        var decay = new CosineDecay(optimizer);
        var clock = new EpochClock(data, options.JointEpochs);
        IReadOnlyList<LevelLoss> losses = [];
        while (clock.Epoch <= options.JointEpochs)
        {
            var agreement = new AgreementAverage();
            foreach (var (x, y) in data.ReadTrain())
            {
                cancellation.ThrowIfCancellationRequested();
                if (clock.Step % options.MaskInterval == 0 && clock.Progress <= options.FreezeMasksAt) UpdateMasks(clock.Progress);
                decay.Apply(clock.Progress);
                losses = Step(optimizer, x, y, measureAgreement: clock.Step % options.MaskInterval == 0);
                agreement.Add(losses);
                clock.Tick();
                progress?.Report(Report(clock, losses, []));
            }
            TrainingDivergedException.RequireFinite(session.Parameters(), losses[0]);
            if (!agreement.IsEmpty) Agreement = agreement;
            Log.Agreement(logger, clock.Epoch, session.Levels, agreement);
            if (progress is not null) ReportMetrics(progress, clock, losses, agreement);
            clock.EndEpoch();
        }
        // Data that could not be counted may have jumped over the last update.
        if (!_masksAreFinal) session.UpdateMasks();
        return losses;
    }

    private void ReportMetrics(IProgress<PruningProgress> listener, EpochClock clock, IReadOnlyList<LevelLoss> losses, AgreementAverage agreement)
    {
        var metrics = session.Levels.Select(l => new LevelMetric(l.Name, session.Evaluate(l, data.ReadValidation())) { Agreement = agreement.Of(l.Name) }).ToArray();
        listener.Report(Report(clock, losses, metrics));
    }

    private IReadOnlyList<LevelLoss> Step(optim.Optimizer optimizer, Tensor x, Tensor y, bool measureAgreement)
    {
        using var scope = NewDisposeScope();
        session.ZeroGrad();
        var losses = session.Backward(x, y, measureAgreement);
        optimizer.step();
        return losses;
    }

    private void UpdateMasks(double at)
    {
        session.UpdateMasks(options.Shrinking.At(1, at));
        _masksAreFinal = at >= options.Shrinking.ReachedAt;
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
