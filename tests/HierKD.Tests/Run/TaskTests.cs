namespace HierKD.Tests.Run;

public sealed class TaskTests : RunTest
{
    private static readonly TrainingOptions Longer =
        new() { Joint = new() { Epochs = 12, MaskInterval = 2 }, FineTuning = new() { Epochs = 8 }, LearningRate = 0.02 };

    [Fact]
    public void Regression_learns_and_keeps_the_epoch_with_the_least_error()
    {
        using var targets = RegressionTargets(TrainSet);
        using var validationTargets = RegressionTargets(ValidationSet);
        var recorder = new Recorder();
        var net = Own(TinyNet.Seeded(outputs: 2));

        using var result = HierarchicalPruner.Run(
            net,
            new PruningData(
                new TensorBatches(TrainSet.Inputs, targets, 32, shuffleSeed: 3),
                new TensorBatches(ValidationSet.Inputs, validationTargets, 64)),
            new()
            {
                Chain = TeacherChain.Uniform(0.4, 1),
                Task = PruningTask.Regression(),
                Training = Longer,
            },
            recorder);

        Assert.Equal("mse", result.Report.MetricName);
        // The largest level equals its teacher in the first step.
        Assert.All(recorder.Reports.Skip(1).SelectMany(r => r.Losses), loss =>
            Assert.True(loss.Distillation > 0, $"{loss.Level} learns nothing from its teacher"));
        var untrained = result.Report.Original.Metric;
        Assert.True(
            result.Report.Student.Metric < 0.4 * untrained, $"the error fell from {untrained} to {result.Report.Student.Metric} only");
        var fineTuned =
            recorder.Reports.Where(r => r.Phase == PruningPhase.FineTune && r.Metrics.Count > 0).Select(r => r.Metrics.Single().Metric);
        var before = result.Report.Lines.Single(l => l.Name == "student, joint phase").Metric;
        Assert.Equal(fineTuned.Append(before).Min(), result.Report.Student.Metric);
        Assert.Equal(18, result.Mask().Kept);
    }

    [Fact]
    public void Dense_prediction_labels_every_pixel()
    {
        using var labels = PixelLabels(TrainSet);
        using var validationLabels = PixelLabels(ValidationSet);
        using var net = PixelNet.Seeded();

        using var result = HierarchicalPruner.Run(
            net,
            new PruningData(
                new TensorBatches(TrainSet.Inputs, labels, 32, shuffleSeed: 3),
                new TensorBatches(ValidationSet.Inputs, validationLabels, 64)),
            new() { Chain = TeacherChain.Uniform(0.5, 1), Training = Longer with { LearningRate = 0.1 } });

        Assert.Equal("top-1", result.Report.MetricName);
        Assert.True(result.Report.Student.Metric > 0.8, $"{result.Report.Student.Metric} of the pixels are right");
        Assert.Equal(8, result.Mask().Kept);
        Assert.Equal(Recount.Parameters(net), result.Report.Student.Parameters);
        Assert.Equal(Recount.MultiplyAdds(net, TrainSet.Inputs.narrow(0, 0, 1)), result.Report.Student.MultiplyAdds);
    }

    [Fact]
    public void A_loss_and_a_metric_of_the_callers_own()
    {
        var task = new PruningTask(
            loss: (output, y) => nn.functional.cross_entropy(output, y, label_smoothing: 0.1),
            metric: (output, y) => output.argmax(1).ne(y).to(float32).mean().ToDouble(),
            metricName: "error rate",
            higherIsBetter: false);
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(Own(TinyNet.Seeded()), Data(), Quick with { Task = task, Training = Longer }, recorder);

        Assert.Equal("error rate", result.Report.MetricName);
        Assert.Contains("error rate", result.Report.ToString(), StringComparison.Ordinal);
        Assert.True(result.Report.Student.Metric < 0.25, $"the student is wrong in {result.Report.Student.Metric} of the cases");
        // Smoothed labels cannot be met exactly: the loss has a floor that plain cross-entropy lacks.
        Assert.All(recorder.Reports.SelectMany(r => r.Losses), l => Assert.True(l.Task > 0.3));
    }

    [Fact]
    public void The_metric_is_averaged_over_samples_not_over_batches()
    {
        // 64 validation samples in batches of 48 and 16, which measure 1 and 0.
        var task = new PruningTask(
            (output, y) => nn.functional.cross_entropy(output, y), (output, _) => output.shape[0] == 48 ? 1 : 0, "size");
        using var result = HierarchicalPruner.Run(
            TrainedNet(), new PruningData(TrainSet.Batches(32), ValidationSet.Batches(48)), Quick with { Task = task });
        Assert.All(result.Report.Lines, l => Assert.Equal(0.75, l.Metric));
    }

    [Fact]
    public void A_task_needs_its_delegates_and_a_name()
    {
        Func<Tensor, Tensor, Tensor> loss = (output, _) => output.mean();
        Func<Tensor, Tensor, double> metric = (_, _) => 0;
        Assert.Equal("loss", Assert.Throws<ArgumentNullException>(() => new PruningTask(null!, metric, "m")).ParamName);
        Assert.Equal("metric", Assert.Throws<ArgumentNullException>(() => new PruningTask(loss, null!, "m")).ParamName);
        Assert.Equal("metricName", Assert.Throws<ArgumentNullException>(() => new PruningTask(loss, metric, null!)).ParamName);
        Assert.Equal("metricName", Assert.Throws<ArgumentException>(() => new PruningTask(loss, metric, "")).ParamName);
    }

    /// <summary>Two numbers for each class: learnable from the patterns alone.</summary>
    private static Tensor RegressionTargets(Patterns patterns)
    {
        using var table = tensor(new float[] { 1, -1, 2, 0, -1, 1, 0, -2 }).reshape(4, 2);
        return table.index_select(0, patterns.Labels);
    }

    /// <summary>Dark, middle and bright pixels, <c>[N, 8, 8]</c>.</summary>
    private static Tensor PixelLabels(Patterns patterns)
    {
        using var scope = NewDisposeScope();
        var values = patterns.Inputs.squeeze(1);
        return (values.gt(-0.6).to(int64) + values.gt(0.6).to(int64)).MoveToOuterDisposeScope();
    }
}
