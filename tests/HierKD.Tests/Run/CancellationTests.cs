namespace HierKD.Tests.Run;

public sealed class CancellationTests : BadInputTest
{
    [Fact]
    public void A_run_that_is_cancelled_before_it_begins_does_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var recorder = new Recorder();
        Refused<OperationCanceledException>(Data(), progress: recorder, cancellation: cancelled.Token);
        Assert.Empty(recorder.Reports);
    }

    [Theory]
    [InlineData(PruningPhase.Joint, 1, 1, false)]
    [InlineData(PruningPhase.Joint, 1, 3, true)]
    [InlineData(PruningPhase.Joint, 2, 2, false)]
    [InlineData(PruningPhase.Joint, 2, 3, true)]
    [InlineData(PruningPhase.FineTune, 1, 1, false)]
    [InlineData(PruningPhase.FineTune, 2, 2, false)]
    [InlineData(PruningPhase.FineTune, 2, 3, true)]
    public void A_cancelled_run_leaves_the_model_as_it_was(PruningPhase phase, int epoch, int step, bool afterEpoch)
    {
        using var source = new CancellationTokenSource();
        var recorder = new Recorder(p =>
        {
            if ((p.Phase, p.Epoch, p.Step, p.Metrics.Count > 0) == (phase, epoch, step, afterEpoch)) source.Cancel();
        });

        var failure = Refused<OperationCanceledException>(Data(), progress: recorder, cancellation: source.Token);

        Assert.Equal(source.Token, failure.CancellationToken);
        var last = recorder.Reports.Last();
        Assert.Equal((phase, epoch), (last.Phase, last.Epoch));
    }

    [Fact]
    public void Measuring_latency_is_cancelled_as_well()
    {
        using var source = new CancellationTokenSource();
        var lines = new Lines(line => { if (line.StartsWith("Fine-tuning done", StringComparison.Ordinal)) source.Cancel(); });
        Refused<OperationCanceledException>(Net, () => HierarchicalPruner.Run(
            Net, Data(), Quick with { Latency = new() { Rounds = int.MaxValue } }, logger: lines, cancellationToken: source.Token));
    }

    [Fact]
    public void A_cancelled_model_can_be_pruned_again_as_if_nothing_had_been()
    {
        using var source = new CancellationTokenSource();
        Refused<OperationCanceledException>(
            Data(), progress: new Recorder(p => { if (p.Phase == PruningPhase.FineTune) source.Cancel(); }), cancellation: source.Token);
        using (HierarchicalPruner.Run(Net, Data(), Quick)) { }

        var other = TrainedNet();
        PeculiarState.Give(other);
        using (HierarchicalPruner.Run(other, Data(), Quick)) { }
        Assert.Equal(ModelBits.Of(other), ModelBits.Of(Net));
    }
}
