using HierKD.Tests.Run;

namespace HierKD.Reliability.Throws;

/// <summary>A run of which every part that a user may bring is a counted one.</summary>
internal sealed class CountedRun(int seed) : IDisposable
{
    private const int Batch = 16;

    private readonly Patterns _train = new(2 * Batch, seed);
    private readonly Patterns _validation = new(Batch, seed + 1);

    /// <summary>A model with a state that is easily lost.</summary>
    public TinyNet Model()
    {
        var model = TinyNet.Seeded(seed, dropout: 0.3);
        PeculiarState.Give(model);
        return model;
    }

    /// <summary>Prunes the model.</summary>
    public PruningResult Run(TinyNet model, CallCounter counter, string? checkpoint, CancellationToken cancellation)
    {
        var data = new PruningData(
            new CountedBatches(_train.Batches(Batch, seed), "training data", counter),
            new CountedBatches(_validation.Batches(Batch), "validation data", counter));
        return HierarchicalPruner.Run(
            model, data, Options(counter) with { Checkpoint = checkpoint is null ? null : new(checkpoint) }, new CountedProgress(counter),
            new CountedLogger(counter), cancellationToken: cancellation);
    }

    public void Dispose()
    {
        _train.Dispose();
        _validation.Dispose();
    }

    private static PruningOptions Options(CallCounter counter) => new()
    {
        Chain = TeacherChain.Uniform(studentRatio: 0.6, assistants: 1),
        Scorer = new CountedScorer(counter),
        Pruner = new CountedPruner(counter),
        Distillation = new() { Loss = new CountedLoss(counter) },
        Task = new PruningTask(
            (output, y) =>
            {
                var loss = nn.functional.cross_entropy(output, y);
                counter.Called("task loss");
                return loss;
            },
            (output, y) =>
            {
                counter.Called("metric");
                return output.argmax(1).eq(y).to(float32).mean().ToDouble();
            },
            "top-1"),
        Training = new()
        {
            Joint = new() { Epochs = 2, FixedMaskEpochs = 1, MaskInterval = 1, ScoringBatches = 1, RecalibrationBatches = 1 },
            FineTuning = new() { Epochs = 2, WeightAverage = 0.8 },
            LearningRate = 0.02,
            LearningRateSchedule = LearningRateSchedule.Of(at =>
            {
                counter.Called("learning rate");
                return 1 - (at.Progress / 2);
            }),
            Optimizer = (parameters, rate) =>
            {
                counter.Called("optimizer's maker");
                return optim.SGD(parameters, rate, momentum: 0.9);
            },
        },
        Latency = new() { Rounds = 1 },
    };
}
