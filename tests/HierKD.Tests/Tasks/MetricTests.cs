namespace HierKD.Tests.Tasks;

/// <summary>Metrics against numbers that were counted by hand, and against themselves over other batches.</summary>
public sealed class MetricTests : ScopedTest
{
    [Fact]
    public void Top_k_counts_labels_among_the_largest_and_leaves_out_what_is_ignored()
    {
        var logits = tensor(new float[,] { { 3, 2, 1 }, { 1, 2, 3 }, { 1, 3, 2 }, { 3, 1, 2 } });
        var labels = tensor(new long[] { 0, 1, 2, -100 });
        Assert.Equal(1.0 / 3, Of(Metric.TopK(), (logits, labels)), 12);
        Assert.Equal(1, Of(Metric.TopK(2), (logits, labels)), 12);
        Assert.Equal(1, Of(Metric.TopK(9), (logits, labels)), 12);
        Assert.Equal(("top-1", "top-5"), (Metric.TopK().Name, Metric.TopK(5).Name));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => Metric.TopK(0));
    }

    [Fact]
    public void Mean_intersection_over_union_is_of_all_positions_together()
    {
        // Of class 0: 1 of 2; of class 1: 2 of 4; class 2 does not occur; one position does not count.
        var logits = OneHot([0, 1, 1, 1, 0], classes: 3);
        var labels = tensor(new long[] { 0, 1, 1, 0, 255 });
        Assert.Equal((0.5 + 2.0 / 3) / 2, Of(Metric.MeanIoU(255), (logits, labels)), 12);
        // What is ignored is no class, also where it has the number of one.
        Assert.Equal(1, Of(Metric.MeanIoU(0), (OneHot([0, 1, 2, 0], classes: 3), tensor(new long[] { 0, 1, 2, 0 }))), 12);
        Assert.Equal((1 + 0.0) / 2, Of(Metric.MeanIoU(0), (OneHot([0, 1, 0], classes: 3), tensor(new long[] { 0, 1, 2 }))), 12);
        // A mean over the batches' own would be another number.
        var first = (logits[..2], labels[..2]);
        var rest = (logits[2..], labels[2..]);
        Assert.Equal((0.5 + 2.0 / 3) / 2, Of(Metric.MeanIoU(255), first, rest), 12);
    }

    [Fact]
    public void F1_of_classes_and_of_labels()
    {
        var logits = OneHot([0, 1, 1, 1], classes: 2);
        // Class 0: 2 * 1 / (1 + 2); class 1: 2 * 2 / (3 + 2).
        Assert.Equal((2.0 / 3 + 4.0 / 5) / 2, Of(Metric.F1(), (logits, tensor(new long[] { 0, 1, 1, 0 }))), 12);
        var scores = tensor(new float[,] { { 1, -1, -1 }, { 1, 1, -1 }, { -1, 1, -1 } });
        var targets = tensor(new float[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, -100, 0 } });
        // Label 0: 2 * 1 / (2 + 1); label 1: 2 * 1 / (1 + 1); label 2 does not occur.
        Assert.Equal((2.0 / 3 + 1) / 2, Of(Metric.F1(), (scores, targets)), 12);
        // A single logit for each sample is one label.
        Assert.Equal(2.0 / 3, Of(Metric.F1(), (tensor(new float[] { 1, 1, -1 }), tensor(new float[] { 1, 0, 0 }))), 12);
    }

    [Fact]
    public void Average_precision_is_the_precision_at_each_positive()
    {
        // In order of scores: yes, no, yes, no -> (1/1 + 2/3) / 2.
        var scores = tensor(new float[] { 4, 3, 2, 1 });
        var targets = tensor(new float[] { 1, 0, 1, 0 });
        Assert.Equal((1 + 2.0 / 3) / 2, Of(Metric.AveragePrecision(), (scores, targets)), 12);
        // Scores that are equal are taken together, whatever their order.
        Assert.Equal(0.5, Of(Metric.AveragePrecision(), (zeros(4), targets)), 12);
        Assert.Equal(0.5, Of(Metric.AveragePrecision(), (zeros(4), 1 - targets)), 12);
        // The mean over labels that occur, over all batches.
        var two = stack([scores, -scores, scores], 1);
        var given = stack([targets, targets, zeros(4)], 1);
        // Label 1 in its order: no, yes, no, yes -> (1/2 + 2/4) / 2.
        var expected = ((1 + 2.0 / 3) / 2 + 0.5) / 2;
        Assert.Equal(expected, Of(Metric.AveragePrecision(), (two, given)), 12);
        Assert.Equal(expected, Of(Metric.AveragePrecision(), (two[..1], given[..1]), (two[1..], given[1..])), 12);
    }

    [Fact]
    public void Binary_accuracy_and_errors()
    {
        var output = tensor(new float[] { 2, -1, 0.5f, 3 });
        Assert.Equal(2.0 / 3, Of(Metric.BinaryAccuracy(), (output, tensor(new float[] { 1, 0, 0, -100 }))), 12);
        var target = tensor(new float[] { 1, -1, 0.5f, 5 });
        Assert.Equal(5.0 / 4, Of(Metric.MeanSquaredError(), (output, target)), 6);
        Assert.Equal(3.0 / 4, Of(Metric.MeanAbsoluteError(), (output, target)), 6);
        Assert.False(Metric.MeanSquaredError().HigherIsBetter || Metric.MeanAbsoluteError().HigherIsBetter);
    }

    [Fact]
    public void A_mean_weighs_batches_by_their_samples()
    {
        var metric = Metric.Mean("mine", (Tensor output, Tensor _) => output.mean().ToDouble(), higherIsBetter: false);
        Assert.Equal(("mine", false), (metric.Name, metric.HigherIsBetter));
        Assert.Equal(2.5, Of(metric, (ones(1, 2), zeros(1)), (full([3, 2], 3.0), zeros(3))), 12);
    }

    [Fact]
    public void For_output_chooses_output_and_target()
    {
        var (a, b) = (OneHot([0, 1], 2), OneHot([1, 1], 2));
        var labels = tensor(new long[] { 1, 1 });
        Assert.Equal(0.5, Value(Metric.ForOutput(0, Metric.TopK()), [a, b], [labels]));
        Assert.Equal(1, Value(Metric.ForOutput(1, Metric.TopK()), [a, b], [labels]));
        Assert.Equal(0, Value(Metric.ForOutput(1, Metric.TopK(), target: 0), [a, b], [zeros(2, dtype: int64), labels]));
        Assert.Equal(1, Value(Metric.ForOutput(1, Metric.TopK()), [a, b], [zeros(2, dtype: int64), labels]));
        foreach (var metric in new[] { Metric.ForOutput(2, Metric.TopK()), Metric.ForOutput(0, Metric.TopK(), target: 3) })
        {
            Assert.Contains("the model gives 2 outputs", Assert.Throws<ArgumentException>(
                "outputs", () => Value(metric, [a, b], [labels])).Message, StringComparison.Ordinal);
        }
        Assert.Contains("Metric.ForOutput says", Assert.Throws<ArgumentException>(
            "outputs", () => Value(Metric.TopK(), [a, b], [labels])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("output", () => Metric.ForOutput(-1, Metric.TopK()));
        Assert.Throws<ArgumentNullException>("metric", () => Metric.ForOutput(0, null!));
    }

    [Fact]
    public void Targets_of_another_shape_are_refused()
    {
        foreach (var metric in new[]
        {
            Metric.MeanIoU(), Metric.F1(), Metric.AveragePrecision(), Metric.TopK(), Metric.BinaryAccuracy(), Metric.MeanSquaredError(),
            Metric.MeanAbsoluteError(),
        })
        {
            // libtorch would broadcast it.
            Assert.Contains("[3]", Assert.Throws<ArgumentException>(
                "outputs", () => Of(metric, (ones(3, 1, 1), ones(3)))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Labels_that_are_no_classes_are_refused()
    {
        foreach (var labels in new[] { tensor(new long[] { 0, 3 }), tensor(new long[] { -1, 0 }), tensor(new float[] { 0, 1 }) })
        {
            Assert.Contains("none of the 3 classes", Assert.Throws<ArgumentException>(
                "y", () => Of(Metric.MeanIoU(), (OneHot([0, 1], classes: 3), labels))).Message, StringComparison.Ordinal);
        }
    }

    private static double Of(IMetric metric, params (Tensor Output, Tensor Target)[] batches)
    {
        var accumulator = metric.Start();
        foreach (var (output, target) in batches) accumulator.Add([output], new PruningBatch(output, target));
        return accumulator.Value;
    }

    private static double Value(IMetric metric, Tensor[] outputs, Tensor[] targets)
    {
        var accumulator = metric.Start();
        accumulator.Add(outputs, new PruningBatch([outputs[0]], targets));
        return accumulator.Value;
    }

    private static Tensor OneHot(long[] answers, int classes) => nn.functional.one_hot(tensor(answers), classes).to(float32);
}
