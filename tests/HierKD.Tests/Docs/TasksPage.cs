using HierKD;
using HierKD.Models.SeveralTensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Readme;

/// <summary>What docs/tasks.md shows.</summary>
internal static class TasksPage
{
    public static PruningResult PruneSiamese(Tensor left, Tensor right, Tensor same)
    {
        #region siamese
        using var model = new SiameseNet();                                  // nn.Module<Tensor, Tensor, Tensor>, trained
        var pairs = new TensorBatches([left, right], [same], batchSize: 32, shuffleSeed: 1);
        var options = Recipe.Default(studentRatio: 0.5) with { Task = PruningTask.Binary(Metric.AveragePrecision()) };
        PruningResult result = HierarchicalPruner.Run(model, new PruningData(pairs, pairs), options);
        #endregion
        return result;
    }

    public static (Module Model, PruningData Data, PruningOptions Options, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> Forward)
        PruneDetector(IReadOnlyList<(Tensor Image, Tensor[] Maps)> loader)
    {
        #region detector
        var model = new Detector();                                          // gives a list of three maps
        var batches = loader.Select(b => new PruningBatch([b.Image], b.Maps)).ToList();

        IReadOnlyList<Tensor> Forward(IReadOnlyList<Tensor> x) =>            // of each map its boxes, then what says yes or no
            [.. model.call(x[0]).SelectMany(map => new[] { map[.., ..Detector.Box], map[.., Detector.Box..] })];
        #endregion

        #region learnt
        var task = new PruningTask(
            loss: (outputs, batch) => DetectionLoss(outputs, batch.Targets),
            metric: Metric.Mean("loss", (outputs, batch) => DetectionLoss(outputs, batch.Targets).ToDouble(), higherIsBetter: false));
        var learnt = Enumerable.Range(0, 6).Select(i => (1.0, DistillationLoss.ForOutput(
            i, i % 2 == 0 ? DistillationLoss.LogitDistance() : DistillationLoss.BinarySoftTargets()))).ToArray();
        var options = Recipe.Default(studentRatio: 0.5) with
        {
            Task = task,
            Distillation = new() { Loss = DistillationLoss.Weighted(learnt) },
        };
        // HierarchicalPruner.Run(model, new PruningData(batches, batches), options, forward: Forward)
        #endregion
        return (model, new PruningData(batches, batches), options, Forward);
    }

    public static PruningOptions OfSegmenter()
    {
        #region segmenter
        // "out" in evaluation mode, "out" and "aux" in training: a second map that only the loss looks at.
        var task = new PruningTask(
            loss: (outputs, batch) => outputs
                .Select((map, i) => (i == 0 ? 1 : 0.4) * functional.cross_entropy(map, batch.Target, ignore_index: 255))
                .Aggregate((a, b) => a + b),
            metric: Metric.ForOutput(0, Metric.MeanIoU(ignoreIndex: 255)),
            distillation: DistillationLoss.SoftTargets());
        #endregion
        return Recipe.Default(studentRatio: 0.5) with { Task = task };
    }

    public static PruningTask[] Tasks()
    {
        #region tasks
        var classes = PruningTask.Classification(classWeights: [1, 1, 5, 1], labelSmoothing: 0.1);
        var pixels = PruningTask.Segmentation(ignoreIndex: 255);
        var yesOrNo = PruningTask.Binary(Metric.F1(), positiveWeight: 4);
        var labels = PruningTask.MultiLabel();
        var numbers = PruningTask.Regression(Metric.MeanAbsoluteError());
        #endregion
        return [classes, pixels, yesOrNo, labels, numbers];
    }

    public static PruningOptions[] Teachers(Module<Tensor, Tensor> larger, Tensor answers)
    {
        #region teachers
        var network = new DistillationOptions { External = ExternalTeacher.Network(larger) };
        var stored = new DistillationOptions { External = ExternalTeacher.Stored([answers]) };      // [samples, classes]
        var views = new DistillationOptions                                                         // the mean of two views
        {
            External = ExternalTeacher.Function("views", b => [(larger.call(b.Input) + larger.call(b.Input.flip(-1))) / 2]),
        };
        #endregion
        return [new() { Distillation = network }, new() { Distillation = stored }, new() { Distillation = views }];
    }

    #region metric
    /// <summary>How far the worst sample is off.</summary>
    public sealed class WorstError : IMetric
    {
        public string Name => "worst error";

        public bool HigherIsBetter => false;

        public IMetricAccumulator Start() => new Worst();

        private sealed class Worst : IMetricAccumulator
        {
            public double Value { get; private set; }

            public void Add(IReadOnlyList<Tensor> outputs, PruningBatch batch) =>
                Value = Math.Max(Value, (outputs[0] - batch.Targets[0]).abs().max().ToDouble());
        }
    }
    #endregion

    private static Tensor DetectionLoss(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> maps) =>
        Enumerable.Range(0, outputs.Count).Select(i => i % 2 == 0
            ? functional.mse_loss(outputs[i], maps[i])
            : functional.binary_cross_entropy_with_logits(outputs[i], maps[i])).Aggregate((a, b) => a + b);
}
