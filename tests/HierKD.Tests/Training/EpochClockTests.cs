namespace HierKD.Tests.Training;

public sealed class EpochClockTests
{
    [Fact]
    public void Countable_batches_give_a_progress_in_every_step()
    {
        var clock = Clock(new (Tensor, Tensor)[4], epochs: 2);
        Assert.Equal((4, 1, 0, 0.0), (clock.Steps, clock.Epoch, clock.Step, clock.Progress));
        List<double> progress = [];
        for (var epoch = 0; epoch < 2; epoch++)
        {
            for (var step = 0; step < 4; step++)
            {
                clock.Tick();
                progress.Add(clock.Progress);
            }
            clock.EndEpoch();
        }
        Assert.Equal([0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1], progress);
        Assert.Equal((3, 1.0), (clock.Epoch, clock.Progress));
    }

    [Fact]
    public void Tensor_batches_are_countable()
    {
        using var inputs = zeros(10, 1);
        using var targets = zeros(10);
        var data = new PruningData(new TensorBatches(inputs, targets, 4), Array.Empty<PruningBatch>());
        Assert.Equal(3, new EpochClock(data, epochs: 1).Steps);
    }

    [Fact]
    public void Batches_that_cannot_be_counted_are_counted_in_the_first_epoch()
    {
        var clock = Clock(Uncountable(), epochs: 4);
        Assert.Null(clock.Steps);
        clock.Tick();
        clock.Tick();
        Assert.Equal((2, 0.0), (clock.Step, clock.Progress));
        clock.EndEpoch();
        Assert.Equal((2, 2, 0, 0.25), (clock.Steps, clock.Epoch, clock.Step, clock.Progress));
        clock.Tick();
        Assert.Equal(0.375, clock.Progress);
    }

    [Fact]
    public void Progress_never_runs_backwards_or_past_an_epoch_when_the_count_was_wrong()
    {
        var clock = Clock(new (Tensor, Tensor)[2], epochs: 2);
        for (var i = 0; i < 5; i++) clock.Tick();
        Assert.Equal(0.5, clock.Progress);
        clock.EndEpoch();
        Assert.Equal((5, 0.5), (clock.Steps, clock.Progress));
        clock.EndEpoch();
        Assert.Equal(1, clock.Progress);
    }

    [Fact]
    public void A_count_that_the_caller_knows_is_taken()
    {
        var clock = new EpochClock(new PruningData(Uncountable(), Array.Empty<PruningBatch>()) { TrainBatches = 5 }, epochs: 2);
        clock.Tick();
        Assert.Equal((5, 0.1), (clock.Steps, clock.Progress));
    }

    private static EpochClock Clock(IEnumerable<(Tensor, Tensor)> batches, int epochs) =>
        new(new PruningData(batches, Array.Empty<PruningBatch>()), epochs);

    private static IEnumerable<(Tensor, Tensor)> Uncountable()
    {
        yield break;
    }
}
