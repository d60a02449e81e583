using TorchSharp.Modules;

namespace HierKD.Tests.Run;

public sealed class LatencyReportTests : RunTest
{
    private const int WarmUps = 3;

    [Fact]
    public void Latency_is_measured_at_every_batch_size_that_is_asked_for_in_as_many_rounds()
    {
        var net = TrainedNet();
        var clock = new FakeClock();
        clock.Watch(net, ("features.4", 1), ("features.7", 2), ("classifier.0", 1));
        List<(long Samples, float First, float Last)> passes = [];
        ((Conv2d)net.named_modules().Single(m => m.name == "features.0").module).register_forward_hook((_, x, y) =>
        {
            passes.Add((x.shape[0], x[0].sum().item<float>(), x[-1].sum().item<float>()));
            return y;
        });

        using var result =
            HierarchicalPruner.Run(net, Data(), Quick with { Latency = new() { BatchSizes = [1, 33], Rounds = 4 }, Clock = clock });
        var report = result.Report;
        Assert.All(report.Lines, line => Assert.Equal([1L, 33], line.LatencyAt.Select(l => l.BatchSize)));
        // The clock counts filters, whatever the batch size.
        Assert.All(report.Lines, line =>
            Assert.All(line.LatencyAt, l => Assert.Equal(line.Latency.MedianMilliseconds, l.MedianMilliseconds)));
        // The example input has 32 samples: the 33rd is the first again. No other pass has 33; one is at the door.
        var more = passes.Where(p => p.Samples == 33).ToArray();
        Assert.Equal(1 + report.Lines.Count * (WarmUps + 4), more.Length);
        Assert.All(more, p => Assert.Equal(p.First, p.Last));

        Assert.Contains("batch 33", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("batch 33", report.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("latency, batch 33", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_size_that_the_model_does_not_accept_is_refused_before_anything_is_trained()
    {
        var net = TrainedNet();
        ((Conv2d)net.named_modules().Single(m => m.name == "features.0").module)
            .register_forward_hook((_, x, y) => x.shape[0] == 33 ? throw new InvalidOperationException("33 is too many") : y);
        var told = 0;
        LiveTensors.AssertNoneLeft(() =>
        {
            var failure = Assert.Throws<ArgumentException>("options", () =>
                HierarchicalPruner.Run(net, Data(), Quick with { Latency = new() { BatchSizes = [1, 33] } }, new Recorder(_ => told++)));
            Assert.Contains("LatencyOptions.BatchSizes has 33", failure.Message, StringComparison.Ordinal);
            Assert.Contains("33 is too many", failure.Message, StringComparison.Ordinal);
        });
        Assert.Equal(0, told);
    }

    [Fact]
    public void Unasked_it_is_measured_with_the_example_input_alone()
    {
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        Assert.All(result.Report.Lines, line => Assert.Empty(line.LatencyAt));
    }
}
