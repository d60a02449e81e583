using Microsoft.Extensions.Logging;

namespace HierKD.Tests.Run;

/// <summary>Runs and sessions that are left to measure how they compute.</summary>
public sealed class FastestRunTests : RunTest
{
    private static readonly PruningOptions Open = Quick with { MemoryFormat = MemoryFormat.Fastest, Precision = ComputePrecision.Fastest };

    [Theory]
    [InlineData(MemoryFormat.AsGiven, ComputePrecision.AsGiven)]
    [InlineData(MemoryFormat.ChannelsLast, ComputePrecision.AsGiven)]
    [InlineData(MemoryFormat.ChannelsLast, ComputePrecision.BFloat16)]
    public void A_run_ends_with_the_bits_of_one_that_was_told_so(MemoryFormat format, ComputePrecision precision)
    {
        var net = TinyNet.Seeded(dropout: 0.3);
        var clock = ComputationClock.Favouring(format, precision);
        clock.Watch(net, "features.2");
        LiveTensors.AssertNoneLeft(() =>
        {
            using var measured = HierarchicalPruner.Run(net, Data(), Open with { Clock = clock });
            Assert.Equal(new Computation(format, precision), measured.Report.Computation!.Computation);
            Assert.Equal(32, measured.Report.Computation.Candidates[0].Step!.BatchSize);
        });
        using var told = TinyNet.Seeded(dropout: 0.3);
        using var result = HierarchicalPruner.Run(told, Data(), Quick with { MemoryFormat = format, Precision = precision });
        Assert.Null(result.Report.Computation);
        Assert.Equal(ModelBits.Of(told), ModelBits.Of(net));
        net.Dispose();
    }

    [Theory]
    [InlineData(LevelTraining.Student)]
    [InlineData(LevelTraining.Family)]
    [InlineData(LevelTraining.InTurn)]
    public void It_is_measured_once_logged_and_reported(LevelTraining levels)
    {
        var net = TrainedNet();
        var clock = ComputationClock.Favouring(MemoryFormat.ChannelsLast);
        clock.Watch(net, "features.2");
        var log = new Lines();
        using var result = HierarchicalPruner.Run(
            net, Data(), Open with { Clock = clock, Training = Open.Training with { Levels = levels } }, logger: log);
        const string Sentence =
            "Computed channels last, since a step takes 0.50 times as long as the default's, beyond the spread of the steps. A training " +
            "step of 32 samples: as given: 10.0 ms (10.0 to 10.0); channels last: 5.0 ms (5.0 to 5.0); bfloat16: 10.0 ms (10.0 to 10.0); " +
            "channels last, bfloat16: 10.0 ms (10.0 to 10.0).";
        var line = Assert.Single(log.Written, l => l.Text.StartsWith("Computed ", StringComparison.Ordinal));
        Assert.Equal((LogLevel.Information, Sentence), line);
        Assert.Equal(11, clock.Steps[(MemoryFormat.AsGiven, ComputePrecision.BFloat16)]);
        Assert.True(clock.Steps[(MemoryFormat.ChannelsLast, ComputePrecision.AsGiven)] > 20, "training goes on as was chosen");
        Assert.Equal(11, clock.Steps[(MemoryFormat.AsGiven, ComputePrecision.AsGiven)]);

        var report = result.Report;
        Assert.Contains(Sentence, report.ToString(), StringComparison.Ordinal);
        Assert.Contains("### Time of a training step", report.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("| channels last | 5.0 ms (5.0 to 5.0) | yes |", report.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("<h2>Time of a training step</h2>", report.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("if it is told to compute as was measured here", report.ToHtml(), StringComparison.Ordinal);
        var settings = report.Settings.ToDictionary(s => s.Name, s => s.Value);
        Assert.Equal(("Fastest", "Fastest"), (settings["MemoryFormat"], settings["Precision"]));
    }

    [Fact]
    public void A_run_is_cancelled_while_it_measures_and_leaves_everything_as_it_was()
    {
        var net = TrainedNet();
        using var source = new CancellationTokenSource();
        var clock = new ComputationClock { OnStep = source.Cancel };
        clock.Watch(net, "features.2");
        var before = new ModelSnapshot(net);
        manual_seed(7);
        using var state = get_rng_state();
        LiveTensors.AssertNoneLeft(() => Assert.Throws<OperationCanceledException>(() => HierarchicalPruner.Run(
            net, Data(), Open with { Clock = clock }, cancellationToken: source.Token)));
        before.AssertUnchanged();
        using var after = get_rng_state();
        TensorAssert.Same(state, after);
    }

    [Fact]
    public void A_session_measures_on_its_first_batch()
    {
        var net = TrainedNet();
        var clock = ComputationClock.Favouring(MemoryFormat.ChannelsLast);
        clock.Watch(net, "features.2");
        var (given, last) = (new float[2], new float[2]);
        LiveTensors.AssertNoneLeft(() =>
        {
            using var scope = NewDisposeScope();
            using var session = HierarchicalPruner.Start(net, TrainSet.Inputs[..2], Session(Open) with { Clock = clock });
            Assert.Null(session.Computation);
            Assert.Empty(clock.Steps);
            manual_seed(3);
            session.ScoreOriginal(TrainSet.Inputs[..32], TrainSet.Labels[..32]);
            given[0] = Drawn();
            Assert.Equal(MemoryFormat.ChannelsLast, session.Computation!.MemoryFormat);
            Assert.Equal(32, session.Computation.Candidates[0].Step!.BatchSize);
            var steps = clock.Steps.Values.Sum();
            session.UpdateMasks();
            manual_seed(3);
            session.Backward(TrainSet.Inputs[..32], TrainSet.Labels[..32]);
            given[1] = Drawn();
            Assert.Equal(11 + 2, clock.Steps[(MemoryFormat.ChannelsLast, ComputePrecision.AsGiven)]);
            Assert.Equal(steps + 2, clock.Steps.Values.Sum());
            var report = PruningReport.Of(session, TrainSet.Inputs[..4], ValidationSet.Batches(64));
            Assert.Same(session.Computation, report.Computation);
        });
        var fixedFormat = Session(Quick) with { MemoryFormat = MemoryFormat.ChannelsLast };
        using (var told = HierarchicalPruner.Start(net, TrainSet.Inputs[..2], fixedFormat))
        {
            manual_seed(3);
            told.ScoreOriginal(TrainSet.Inputs[..32], TrainSet.Labels[..32]);
            last[0] = Drawn();
            told.UpdateMasks();
            manual_seed(3);
            told.Backward(TrainSet.Inputs[..32], TrainSet.Labels[..32]);
            last[1] = Drawn();
            Assert.Null(told.Computation);
        }
        Assert.Equal(last, given);

        static float Drawn() => rand(1).item<float>();
    }

    [Fact]
    public void Sensitivity_trains_nothing_and_measures_nothing()
    {
        var net = TrainedNet();
        var clock = ComputationClock.Favouring(MemoryFormat.ChannelsLast);
        clock.Watch(net, "features.2");
        var open = HierarchicalPruner.Sensitivity(net, Data(), Open with { Clock = clock });
        Assert.DoesNotContain(clock.Steps.Keys, way => way.Format != MemoryFormat.AsGiven || way.Precision != ComputePrecision.AsGiven);
        Assert.Equal(HierarchicalPruner.Sensitivity(net, Data(), Quick).ToHtml(), open.ToHtml());
    }

    private static SessionOptions Session(PruningOptions options) => new()
    {
        Chain = TeacherChain.Explicit(0.6, 0.3),
        MemoryFormat = options.MemoryFormat,
        Precision = options.Precision,
    };
}
