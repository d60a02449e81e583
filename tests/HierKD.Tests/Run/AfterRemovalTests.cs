using System.Diagnostics;

namespace HierKD.Tests.Run;

/// <summary>Once the model is the student, nothing of the user's costs the result.</summary>
public sealed class AfterRemovalTests : RunTest
{
    [Theory]
    [InlineData(PruningTelemetry.SurgeryActivity)]
    [InlineData(PruningTelemetry.RunActivity)]
    public void A_listener_that_throws_when_the_filters_are_gone(string activity)
    {
        var expected = Expected();
        var net = TrainedNet();
        using var listener = Throwing(stopped: activity);
        using var result = HierarchicalPruner.Run(net, Data(), Quick);
        Assert.Equal(expected, ModelBits.Of(net));
        Assert.Contains(nameof(FuseException), Assert.Single(result.Warnings), StringComparison.Ordinal);
        result.Save(TemporaryFile("student.hierkd"));
    }

    [Theory]
    [InlineData(PruningTelemetry.SurgeryActivity)]
    [InlineData(PruningTelemetry.RunActivity)]
    [InlineData(PruningTelemetry.EpochActivity)]
    public void A_listener_that_throws_before_leaves_the_model_as_it_was(string activity)
    {
        var net = TrainedNet();
        var before = new ModelSnapshot(net);
        using var listener = Throwing(started: activity);
        Assert.Throws<FuseException>(() => HierarchicalPruner.Run(net, Data(), Quick));
        before.AssertUnchanged();
    }

    [Theory]
    [InlineData(PruningTelemetry.DiscoveryActivity)]
    [InlineData(PruningTelemetry.EpochActivity)]
    [InlineData(PruningTelemetry.PhaseActivity, 1)]
    [InlineData(PruningTelemetry.PhaseActivity, 2)]
    [InlineData(PruningTelemetry.PhaseActivity, 3)]
    public void A_listener_that_throws_at_an_end_before_leaves_nothing_behind(string activity, int time = 1)
    {
        var (net, fuse) = (TrainedNet(), new Fuse(time));
        var before = new ModelSnapshot(net);
        using var listener = Listener(_ => { }, a => { if (a.OperationName == activity) fuse.Burn(); });
        LiveTensors.AssertNoneLeft(() => Assert.Throws<FuseException>(() => HierarchicalPruner.Run(net, Data(), Quick)));
        before.AssertUnchanged();
    }

    [Theory]
    [InlineData(PruningTelemetry.RunActivity)]
    [InlineData(PruningTelemetry.PhaseActivity)]
    [InlineData(PruningTelemetry.EpochActivity)]
    public void What_ended_a_run_is_told_and_not_what_a_listener_throws_to_it(string activity)
    {
        using var source = new CancellationTokenSource();
        var hasBegun = false;
        using var listener = Listener(_ => { }, a =>
        {
            if (hasBegun && a.OperationName == activity) throw new FuseException();
        });
        var stop = new Recorder(p =>
        {
            if (p.Epoch != 2) return;
            hasBegun = true;
            source.Cancel();
        });
        var options = Quick with { Checkpoint = new(TemporaryFile("run.checkpoint")) };
        Assert.Throws<PruningCanceledException>(
            () => HierarchicalPruner.Run(TrainedNet(), Data(), options, stop, cancellationToken: source.Token));
    }

    [Fact]
    public void Every_line_that_a_logger_throws_at_either_ends_the_run_or_leaves_the_result()
    {
        var (expected, path) = (Expected(), TemporaryFile("run.checkpoint"));
        for (var line = 1; ; line++)
        {
            var (net, fuse) = (TrainedNet(), new Fuse(line));
            var before = ModelBits.Of(net);
            var failure = Record.Exception(() =>
            {
                using var result = HierarchicalPruner.Run(
                    net, Data(), Quick with { Checkpoint = new(path) }, logger: new Lines(_ => fuse.Burn()));
                result.Save(TemporaryFile("student.hierkd"));
            });
            File.Delete(path);
            Assert.Equal(failure is null ? expected : before, ModelBits.Of(net));
            if (fuse.Blown is null) break;
        }
    }

    /// <summary>A model's own code is run by a change of its mode: not after the filters are gone.</summary>
    [Fact]
    public void A_model_whose_mode_cannot_be_changed_any_more()
    {
        using var net = new Stubborn();
        using var listener = Listener(
            started: a => net.IsStubborn |= a.OperationName == PruningTelemetry.SurgeryActivity, stopped: _ => { });
        using var result = HierarchicalPruner.Run(net, Data(), Quick);
        Assert.True(net.IsStubborn);
        Assert.Equal(12, result.Mask().Kept);
    }

    private SortedDictionary<string, byte[]> Expected()
    {
        var net = TrainedNet();
        using var result = HierarchicalPruner.Run(net, Data(), Quick);
        Assert.Empty(result.Warnings);
        return ModelBits.Of(net);
    }

    private static ActivityListener Throwing(string? started = null, string? stopped = null) =>
        Listener(a => Throw(a, started), a => Throw(a, stopped));

    private static void Throw(Activity activity, string? at)
    {
        if (activity.OperationName == at) throw new FuseException();
    }

    private static ActivityListener Listener(Action<Activity> started, Action<Activity> stopped)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PruningTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = started,
            ActivityStopped = stopped,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private sealed class Stubborn : nn.Module<Tensor, Tensor>
    {
        private readonly TinyNet net = TinyNet.Seeded();

        public Stubborn()
            : base(nameof(Stubborn)) => RegisterComponents();

        public bool IsStubborn { get; set; }

        public override void train(bool train = true)
        {
            if (IsStubborn) throw new FuseException();
            base.train(train);
        }

        public override Tensor forward(Tensor input) => net.call(input);
    }
}
