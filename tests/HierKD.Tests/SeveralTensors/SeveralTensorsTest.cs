using HierKD.Models.SeveralTensors;
using HierKD.Tests.Run;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.SeveralTensors;

/// <summary>Tests of models whose batches have several tensors, or whose answers have.</summary>
public abstract class SeveralTensorsTest : RunTest
{
    /// <summary>Brief, but with every phase.</summary>
    protected static PruningOptions Brief { get; } = new()
    {
        Chain = TeacherChain.Uniform(studentRatio: 0.5, assistants: 1),
        Training = new()
        {
            Joint = new() { Epochs = 2, MaskInterval = 2, ScoringBatches = 2 },
            FineTuning = new() { Epochs = 2 },
            LearningRate = 0.01,
        },
    };

    /// <summary>A network and all that it is pruned with.</summary>
    protected sealed record Setting(Module Model, Func<Module> Create, PruningData Data, PruningOptions Options) : IDisposable
    {
        public Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? Forward { get; init; }

        public void Dispose() => Model.Dispose();
    }

    public static TheoryData<string> Names => [.. Makers.Keys];

    private static Dictionary<string, Func<SeveralTensorsTest, Setting>> Makers { get; } = new()
    {
        ["siamese"] = test => test.Siamese(),
        ["detector"] = test => test.Detector(),
        ["segmenter"] = test => test.Segmenter(),
    };

    protected Setting Named(string name) => Makers[name](this);

    /// <summary>Batches by sample numbers, so that checkpoints, caches and prefetching have all that they can use.</summary>
    private Setting Siamese()
    {
        manual_seed(3);
        var (left, right) = (Own(randn(48, 1, 8, 8)), Own(randn(48, 1, 8, 8)));
        var same = Own((left.mean([1, 2, 3]) > right.mean([1, 2, 3])).to(float32).unsqueeze(1));
        var batches = new TensorBatches([left, right], [same], batchSize: 16, shuffleSeed: 1);
        return Of(() => new SiameseNet(width: 4, stages: 2), batches, new TensorBatches([left, right], [same], 24), Brief with
        {
            Task = PruningTask.Binary(),
        });
    }

    private Setting Detector()
    {
        manual_seed(4);
        var images = Own(randn(32, 3, 32, 32));
        Tensor[] targets = [.. new[] { 8, 4, 2 }.Select(side => Own(rand(32, 8, side, side)))];
        return Of(
            () => new Detector(width: 4), new TensorBatches([images], targets, batchSize: 16, shuffleSeed: 1),
            new TensorBatches([images], targets, 16), Brief with
            {
                Task = new PruningTask(
                    (outputs, batch) => outputs.Zip(batch.Targets, (o, t) => functional.mse_loss(o, t)).Aggregate((a, b) => a + b),
                    Metric.Mean(
                        "error", (outputs, batch) => outputs.Zip(batch.Targets, (o, t) => (o - t).abs().mean().ToDouble()).Average(),
                        higherIsBetter: false)),
                Distillation = new() { Loss = new BoxesAndClasses() },
            });
    }

    private Setting Segmenter()
    {
        manual_seed(5);
        var images = Own(randn(32, 3, 8, 8));
        var labels = Own(images.argmax(1));
        labels[.., 0] = 255;
        return Of(
            () => new AuxiliarySegmenter(classes: 3, width: 6), new TensorBatches(images, labels, batchSize: 16, shuffleSeed: 1),
            new TensorBatches(images, labels, 16), Brief with
            {
                Task = new PruningTask(
                    (outputs, batch) => outputs
                        .Select((o, i) => (i == 0 ? 1 : 0.4) * functional.cross_entropy(o, batch.Target, ignore_index: 255))
                        .Aggregate((a, b) => a + b),
                    Metric.ForOutput(0, Metric.MeanIoU(ignoreIndex: 255)), DistillationLoss.SoftTargets()),
            });
    }

    private Setting Of(Func<Module> create, IEnumerable<PruningBatch> train, IEnumerable<PruningBatch> validation, PruningOptions options)
    {
        manual_seed(7);
        var model = Own(create());
        TrainedWeights.Give(model, seed: 6);
        return new Setting(model, create, new PruningData(train, validation), options);
    }

    /// <summary>Boxes are numbers, objectness and classes say yes or no.</summary>
    protected sealed class BoxesAndClasses : IDistillationLoss
    {
        public Tensor Compute(DistillationStep step) => step.Outputs.Zip(step.TeacherOutputs, (own, teacher) =>
            functional.mse_loss(own[.., ..4], teacher[.., ..4])
            + functional.binary_cross_entropy_with_logits(own[.., 4..], teacher[.., 4..].sigmoid())).Aggregate((a, b) => a + b);
    }
}
