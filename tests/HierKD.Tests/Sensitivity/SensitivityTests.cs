using HierKD.Tests.Run;

namespace HierKD.Tests;

/// <summary>What a model loses without a part of each group, measured before training.</summary>
public sealed class SensitivityTests : BadInputTest
{
    private static readonly SensitivityOptions Plain = new() { RecalibrationBatches = 0, Scorer = Saliency.Magnitude() };

    [Fact]
    public void The_model_stays_no_tensor_is_left_and_it_can_be_repeated()
    {
        var before = new ModelSnapshot(Net);
        manual_seed(5);
        using var state = get_rng_state();
        SensitivityReport? report = null;
        var heard = new List<SensitivityProgress>();
        LiveTensors.AssertNoneLeft(() => report = HierarchicalPruner.Sensitivity(Net, Data(), Quick, progress: new Listener(heard.Add)));
        using var after = get_rng_state();
        before.AssertUnchanged();
        TensorAssert.Same(state, after);
        Assert.Equal(["features.4", "features.7", "classifier.0"], report!.Groups.Select(g => g.Group));
        Assert.Equal([0.25, 0.5, 0.75], report.Ratios);
        Assert.Equal(Enumerable.Range(1, 9), heard.Select(p => p.Done));
        Assert.All(heard, p => Assert.Equal(9, p.Of));
        Assert.Equal($"{report.ToHtml()}", HierarchicalPruner.Sensitivity(Net, Data(), Quick).ToHtml());
    }

    [Fact]
    public void A_loss_is_that_of_the_model_without_the_weakest_filters_of_the_group()
    {
        var report = HierarchicalPruner.Sensitivity(Net, Data(), Quick, Plain);
        Assert.Equal(report.Metric, report.RecalibratedMetric);
        Net.eval();
        Assert.Equal(Accuracy(Net), report.Metric, 6);
        foreach (var (group, index) in report.Groups.Select((g, i) => (g, i)))
        {
            var model = TrainedNet();
            var graph = FilterGraph.Discover(model, TrainSet.Inputs[..4]);
            var weight = model.state_dict()[$"{group.Group}.weight"];
            var order = weight.abs().flatten(1).sum(1).argsort().data<long>().ToArray();
            var point = group.Points[1];
            Assert.Equal((int)Math.Round(0.5 * group.Filters, MidpointRounding.AwayFromZero), point.FiltersRemoved);
            var off = order.Take(point.FiltersRemoved).ToHashSet();
            FilterRemoval.Apply(model, FilterMask.Of(graph, graph.Groups.Select(
                g => Enumerable.Range(0, g.Filters).Select(f => g.Index != index || !off.Contains(f)))));
            model.eval();
            Assert.Equal(Accuracy(model), point.Metric, 6);
            Assert.Equal(report.Metric - point.Metric, point.Loss, 12);
        }
    }

    [Fact]
    public void Statistics_are_estimated_anew_also_for_the_whole_model()
    {
        // Statistics that are far off, as after a change of the data.
        var net = TrainedNet();
        foreach (var (name, buffer) in net.named_buffers())
        {
            if (name.EndsWith("running_mean", StringComparison.Ordinal)) buffer.add_(3);
        }
        var report = HierarchicalPruner.Sensitivity(net, Data(), Quick, new() { RecalibrationBatches = 2, Ratios = [0.5] });
        Assert.True(report.RecalibratedMetric > report.Metric + 0.2, $"{report.Metric} became {report.RecalibratedMetric}");
        Assert.All(report.Groups, g => Assert.Equal(report.RecalibratedMetric - g.Points.Single().Metric, g.Points.Single().Loss, 12));
    }

    [Fact]
    public void Where_lower_is_better_a_loss_is_a_rise()
    {
        var task = new PruningTask(
            (output, y) => nn.functional.cross_entropy(output, y), (output, y) => nn.functional.cross_entropy(output, y).ToDouble(),
            "cross-entropy", higherIsBetter: false);
        var report = HierarchicalPruner.Sensitivity(Net, Data(), Quick with { Task = task }, Plain);
        Assert.All(report.Groups.SelectMany(g => g.Points), p => Assert.Equal(p.Metric - report.Metric, p.Loss, 12));
        Assert.Contains(report.Groups.SelectMany(g => g.Points), p => p.Loss > 0);
    }

    [Fact]
    public void It_can_be_cancelled_and_leaves_nothing()
    {
        using var source = new CancellationTokenSource();
        var failure = Refused<OperationCanceledException>(Net, () =>
        {
            _ = HierarchicalPruner.Sensitivity(
                Net, Data(), Quick, progress: new Listener(p => source.Cancel()), cancellationToken: source.Token);
            return Own(new CancellationTokenSource());
        });
        Assert.NotNull(failure);
    }

    [Fact]
    public void Widths_follow_the_report()
    {
        var report = HierarchicalPruner.Sensitivity(Net, Data(), Quick, Plain);
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(net, Data(), Quick with { Pruner = Pruner.Rounded(report.ToPruner(), 2) });
        Assert.True(result.Mask().Kept <= 12);
        Assert.All(BudgetGraphs.Widths(result.Mask()), width => Assert.True(width % 2 == 0));
        Assert.Contains(
            result.Report.Settings, s => s.Value.Contains("SensitivityReport.ToPruner(minimumFilters: 2", StringComparison.Ordinal));
        var evenly = TrainedNet();
        using var other = HierarchicalPruner.Run(evenly, Data(), Quick with { Pruner = Pruner.PerLayer() });
        Assert.True(report.PredictLoss(result.Mask()) <= report.PredictLoss(other.Mask()));
        Assert.Equal(0, report.PredictLoss(FilterMask.Full(result.Graph)));
    }

    [Fact]
    public void A_report_of_another_network_is_refused()
    {
        var report = HierarchicalPruner.Sensitivity(Net, Data(), Quick, Plain);
        var options = Quick with { Discovery = new() { PruneFirstLayer = true }, Pruner = report.ToPruner() };
        Says(
            Refused<ArgumentException>(Data(), options), "graph", "The SensitivityReport is of another network, a TinyNet",
            "its group 0 is 'features.4: 10 filters", "here it is 'features.0: 6 filters");
        var graph = BudgetGraphs.Of("vgg");
        Assert.Throws<ArgumentException>("graph", () => report.PredictLoss(FilterMask.Full(graph)));
    }

    public static TheoryData<SensitivityOptions, string, string> Bad => new()
    {
        { new() { Ratios = [] }, "Ratios", "is empty" },
        { new() { Ratios = [0.5, 0.5] }, "Ratios", "has 0.5 at place 1" },
        { new() { Ratios = [0, 0.5] }, "Ratios", "has 0 at place 0" },
        { new() { Ratios = [0.5, double.NaN] }, "Ratios", "has NaN at place 1" },
        { new() { RecalibrationBatches = -1 }, "RecalibrationBatches", "is -1" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Options_out_of_range_are_refused(SensitivityOptions options, string argument, string says)
    {
        var failure = Assert.ThrowsAny<ArgumentException>(() => HierarchicalPruner.Sensitivity(Net, Data(), Quick, options));
        Says(failure, argument, says);
        Assert.Throws<ArgumentNullException>("data", () => HierarchicalPruner.Sensitivity(Net, null!));
        Assert.Throws<ArgumentNullException>("model", () => HierarchicalPruner.Sensitivity(null!, Data()));
    }

    private double Accuracy(nn.Module<Tensor, Tensor> model)
    {
        using var scope = NewDisposeScope();
        return model.call(ValidationSet.Inputs).argmax(1).eq(ValidationSet.Labels).to(float32).mean().ToDouble();
    }

    private sealed class Listener(Action<SensitivityProgress> hear) : IProgress<SensitivityProgress>
    {
        public void Report(SensitivityProgress value) => hear(value);
    }
}
