using static TorchSharp.torch;

namespace HierKD;

/// <summary>Trains all levels together while filters are scored and masks shrink to their ratios.</summary>
internal sealed class JointPhase(PruningSession session, PruningData data, TrainingOptions options, IProgress<PruningProgress>? progress)
{
    public void Run(CancellationToken cancellation)
    {
        ScoreOriginal(cancellation);
        using var optimizer = options.Optimizer(session.Parameters(), options.LearningRate);
        var decay = new CosineDecay(optimizer);
        var clock = new EpochClock(data.Train, options.JointEpochs);
        while (clock.Epoch <= options.JointEpochs)
        {
            IReadOnlyList<LevelLoss> losses = [];
            foreach (var (x, y) in data.ReadTrain())
            {
                cancellation.ThrowIfCancellationRequested();
                if (clock.Step % options.MaskInterval == 0 && clock.Progress <= options.FreezeMasksAt) UpdateMasks(clock.Progress);
                decay.Apply(clock.Progress);
                losses = Step(optimizer, x, y);
                clock.Tick();
                progress?.Report(Report(clock, losses, []));
            }
            TrainingDivergedException.RequireFinite(session.Parameters(), losses[0]);
            var steps = clock.Step;
            var metrics = session.Levels.Select(l => new LevelMetric(l.Name, session.Evaluate(l, data.ReadValidation()))).ToArray();
            progress?.Report(Report(clock, losses, metrics) with { Step = steps });
            clock.EndEpoch();
        }
        // Data that could not be counted, or ended early, may have jumped over the last update.
        if (session.Levels.Any(l => Math.Abs(l.Mask.Ratio - l.Plan.Ratio) * session.Graph.Filters >= 1)) session.UpdateMasks();
    }

    private IReadOnlyList<LevelLoss> Step(optim.Optimizer optimizer, Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        session.ZeroGrad();
        var losses = session.Backward(x, y);
        optimizer.step();
        return losses;
    }

    private void UpdateMasks(double at) => session.UpdateMasks(options.Shrinking.At(1, at));

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
