using HierKD.Tests.Run;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.Tasks;

/// <summary>The tasks that come with HierKD: their losses, what they leave out, and how they refuse what does not fit.</summary>
public sealed class TaskFormTests : RunTest
{
    [Fact]
    public void Classification_takes_what_cross_entropy_takes()
    {
        var task = PruningTask.Classification(ignoreIndex: 255, classWeights: [1, 2, 0.5, 1], labelSmoothing: 0.1);
        using var scope = NewDisposeScope();
        var (output, y) = (randn(6, 4), tensor(new long[] { 0, 1, 255, 3, 255, 2 }));
        var expected = functional.cross_entropy(
            output, y, tensor(new float[] { 1, 2, 0.5f, 1 }), 255, Reduction.Mean, 0.1);
        Assert.Equal(expected.ToDouble(), task.Loss([output], (output, y)).ToDouble(), 6);
        Assert.Equal(
            4, PruningTask.Classification(ignoreIndex: 255).Loss([output], (output, y)).numel() + 3);
    }

    [Fact]
    public void Ignored_labels_are_no_mistake_and_others_are()
    {
        using var labels = TrainSet.Labels.clone();
        labels[..10] = 255;
        var data = new PruningData(new TensorBatches(TrainSet.Inputs, labels, 32), new TensorBatches(TrainSet.Inputs, labels));
        using (var result = HierarchicalPruner.Run(TrainedNet(), data, Quick with { Task = PruningTask.Classification(ignoreIndex: 255) }))
        {
            Assert.InRange(result.Report.Original.Metric, 0.9, 1);
        }
        var failure = Assert.Throws<ArgumentException>("data", () => HierarchicalPruner.Run(TrainedNet(), data, Quick));
        Assert.Contains("A label is 255", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-100 where nothing counts (ignoreIndex)", failure.Message, StringComparison.Ordinal);

        using var none = full_like(labels, 255);
        Assert.Contains("All labels are 255", Assert.Throws<ArgumentException>("data", () => HierarchicalPruner.Run(
            TrainedNet(), new PruningData(new TensorBatches(TrainSet.Inputs, none, 32), ValidationSet.Batches(64)),
            Quick with { Task = PruningTask.Classification(ignoreIndex: 255) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decoupled_targets_leave_out_what_has_no_label()
    {
        using var scope = NewDisposeScope();
        var (own, teacher, y) = (randn(5, 4), randn(5, 4), tensor(new long[] { 0, 3, -100, 1, -100 }));
        var counted = tensor(new long[] { 0, 1, 3 });
        var loss = DistillationLoss.DecoupledSoftTargets();
        Assert.Equal(
            loss.Compute(new(own.index_select(0, counted), teacher.index_select(0, counted), y.index_select(0, counted))).ToDouble(),
            loss.Compute(new(own, teacher, y)).ToDouble(), 5);
    }

    [Fact]
    public void Binary_is_binary_cross_entropy_of_what_counts()
    {
        using var scope = NewDisposeScope();
        var (output, y) = (randn(8, 1), tensor(new float[] { 1, 0, 1, -100, 0, 0.25f, 1, -100 }).unsqueeze(1));
        var counted = y.ge(0);
        var expected = functional.binary_cross_entropy_with_logits(
            output.masked_select(counted), y.masked_select(counted), pos_weights: tensor(3f));
        Assert.Equal(expected.ToDouble(), PruningTask.Binary(positiveWeight: 3).Loss([output], (output, y)).ToDouble(), 6);
        // Labels of whole numbers and truth values are taken too, and sure answers give no infinity.
        Assert.Equal(0, PruningTask.Binary().Loss([full([2, 1], 200.0)], (output, ones(2, 1, dtype: int64))).ToDouble(), 6);
        Assert.Equal(200, PruningTask.Binary().Loss([full([2, 1], -200.0)], (output, ones(2, 1, dtype: @bool))).ToDouble(), 3);
    }

    [Fact]
    public void Several_labels_have_weights_of_their_own()
    {
        using var scope = NewDisposeScope();
        var (output, y) = (randn(6, 3), randn(6, 3).gt(0).to(float32));
        var expected = functional.binary_cross_entropy_with_logits(output, y, pos_weights: tensor(new float[] { 1, 4, 2 }));
        Assert.Equal(
            expected.ToDouble(), PruningTask.MultiLabel(positiveWeights: [1, 4, 2]).Loss([output], (output, y)).ToDouble(), 6);
        Assert.Contains("There are 2 positiveWeights", Assert.Throws<ArgumentException>(
            "output", () => PruningTask.MultiLabel(positiveWeights: [1, 2]).RequireTarget([output], (output, y))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("binary", "accuracy", "BinarySoftTargets")]
    [InlineData("multi-label", "AP", "BinarySoftTargets")]
    [InlineData("segmentation", "mIoU", "SoftTargets")]
    [InlineData("regression", "mae", "LogitDistance")]
    public void A_run_is_measured_and_distilled_as_the_task_says(string name, string metric, string distillation)
    {
        using var scope = NewDisposeScope();
        Module<Tensor, Tensor> net = name == "segmentation" ? PixelNet.Seeded() : TinyNet.Seeded(outputs: name == "binary" ? 1 : 2);
        using var owned = net;
        Tensor Targets(Patterns set) => name switch
        {
            "segmentation" => set.Inputs.mean([1]).gt(0).to(int64),
            "regression" => stack([set.Inputs.mean([1, 2, 3]), set.Inputs[.., 0].mean([1, 2])], 1),
            "binary" => set.Labels.gt(1).to(float32).unsqueeze(1),
            _ => stack([set.Labels.gt(1), set.Labels.eq(2)], 1).to(float32),
        };
        var task = name switch
        {
            "segmentation" => PruningTask.Segmentation(),
            "regression" => PruningTask.Regression(Metric.MeanAbsoluteError()),
            "binary" => PruningTask.Binary(),
            _ => PruningTask.MultiLabel(),
        };
        var data = new PruningData(
            new TensorBatches(TrainSet.Inputs, Targets(TrainSet), 32), new TensorBatches(ValidationSet.Inputs, Targets(ValidationSet), 24));
        using var result = HierarchicalPruner.Run(net, data, Quick with { Task = task, Chain = TeacherChain.Uniform(0.4, 1) });
        Assert.Equal(metric, result.Report.MetricName);
        Assert.Equal(name != "regression", result.Report.HigherIsBetter);
        Assert.StartsWith(
            $"DistillationLoss.{distillation}(", result.Report.Settings.Single(s => s.Name == "Distillation.Loss").Value,
            StringComparison.Ordinal);
        Assert.Equal(task.Measure(net, data.Validation), result.Report.Student.Metric, 6);
    }

    [Fact]
    public void What_cannot_be_meant_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentOutOfRangeException>("labelSmoothing", () => PruningTask.Classification(labelSmoothing: 1));
        foreach (var weights in new double[][] { [], [0, 0], [1, -1], [double.NaN, 1] })
        {
            Assert.Throws<ArgumentException>("classWeights", () => PruningTask.Classification(classWeights: weights));
        }
        Assert.Throws<ArgumentException>("positiveWeight", () => PruningTask.Binary(positiveWeight: 0));
        Assert.Throws<ArgumentException>("positiveWeights", () => PruningTask.MultiLabel(positiveWeights: [1, double.PositiveInfinity]));

        void Refused(string argument, PruningTask task, Tensor output, Tensor y, params string[] says)
        {
            var message = Assert.Throws<ArgumentException>(argument, () => task.RequireTarget([output], (output, y))).Message;
            Assert.All(says, text => Assert.Contains(text, message, StringComparison.Ordinal));
        }
        Refused(
            "output", PruningTask.Classification(classWeights: [1, 2]), ones(2, 3), zeros(2, dtype: int64), "2 classWeights", "3 classes");
        Refused("output", PruningTask.Classification(), ones(2, 1), zeros(2, dtype: int64), "PruningTask.Binary()");
        Refused("y", PruningTask.Binary(), ones(2, 1), zeros(2), "[2]", "[2, 1]");
        Refused("y", PruningTask.Binary(), ones(2, 1), full([2, 1], 2.0), "must be in [0, 1]");
        // A metric may pass over a batch of which nothing counts, a loss cannot.
        PruningTask.Binary().RequireTarget([ones(2, 1)], (ones(2, 1), full([2, 1], -100.0)));
        Assert.Contains("All targets are -100", Assert.Throws<ArgumentException>(
            "target", () => PruningTask.Binary().Loss([ones(2, 1)], (ones(2, 1), full([2, 1], -100.0)))).Message, StringComparison.Ordinal);
        Assert.Contains("weigh 0", Assert.Throws<ArgumentException>("y", () => PruningTask.Classification(classWeights: [0, 1])
            .Loss([ones(2, 2)], (ones(2, 2), zeros(2, dtype: int64)))).Message, StringComparison.Ordinal);
        Refused("output", PruningTask.MultiLabel(positiveWeights: [3]), ones(2, 2), zeros(2, 2), "There are 1 positiveWeights");
        Refused("y", PruningTask.Regression(), ones(2, 1), zeros(2), "[2]", "[2, 1]");
    }
}
