using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Trains the student alone, cut out into tensors of its own, and keeps the weights of its best epoch.</summary>
internal sealed class FineTunePhase(
    WorkingModel working, LevelObjective objective, PruningData data, PruningOptions options, TeacherLadder ladder, IProgress<PruningProgress>? progress)
{
    private readonly Evaluator _evaluator = new(working, options.Task);

    /// <summary>Trains <paramref name="student"/> and returns its best state, which the caller disposes, with its validation metric.</summary>
    public (CutLevel Best, double Metric) Run(CutLevel student, CancellationToken cancellation)
    {
        var training = options.Training;
        var best = student.Copy();
        try
        {
            var bestMetric = _evaluator.Metric(student.Weights, data.ReadValidation());
            ladder.Climb(bestMetric);
            if (training.FineTuneEpochs == 0) return (best, bestMetric);

            using var optimizer = training.MakeOptimizer(student.Parameters());
            var decay = new CosineDecay(optimizer);
            var clock = new EpochClock(data, training.FineTuneEpochs);
            for (var idle = 0; clock.Epoch <= training.FineTuneEpochs && idle < (training.Patience ?? int.MaxValue);)
            {
                var loss = Epoch(student, optimizer, decay, clock, cancellation);
                var metric = _evaluator.Metric(student.Weights, data.ReadValidation());
                progress?.Report(Report(clock, loss, [new LevelMetric(student.Name, metric)]));
                ladder.Climb(metric);
                clock.EndEpoch();
                idle++;
                if (!options.Task.IsBetter(metric, bestMetric)) continue;
                (bestMetric, idle) = (metric, 0);
                best.Dispose();
                best = student.Copy();
            }
            return (best, bestMetric);
        }
        catch
        {
            best.Dispose();
            throw;
        }
    }

    private LevelLoss Epoch(CutLevel student, optim.Optimizer optimizer, CosineDecay decay, EpochClock clock, CancellationToken cancellation)
    {
        LevelLoss? loss = null;
        foreach (var (x, y) in data.ReadTrain())
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var device = student.Values[0].device;
            decay.Apply(clock.Progress);
            student.ZeroGrad();
            loss = Backward(student, x.to(device), y.to(device));
            optimizer.step();
            clock.Tick();
            progress?.Report(Report(clock, loss, []));
        }
        TrainingDivergedException.RequireFinite(student.Parameters(), loss!);
        return loss!;
    }

    private LevelLoss Backward(CutLevel student, Tensor x, Tensor y)
    {
        var teacher = objective.Teach(ladder.Weights, x);
        return working.Train(student.Weights, () => objective.Backward(student.Weights, x, y, teacher, student.Name).Loss);
    }

    private PruningProgress Report(EpochClock clock, LevelLoss loss, IReadOnlyList<LevelMetric> metrics) =>
        new(PruningPhase.FineTune, clock.Epoch, options.Training.FineTuneEpochs, clock.Step, clock.Steps, [loss], metrics, ladder.Name);
}
