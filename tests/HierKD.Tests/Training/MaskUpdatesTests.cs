namespace HierKD.Tests.Training;

/// <summary>When masks are chosen, over many small phases.</summary>
public sealed class MaskUpdatesTests
{
    [Fact]
    public void Whatever_is_trained_after_the_masks_freeze_is_trained_with_the_final_ones()
    {
        foreach (var epochs in Enumerable.Range(1, 4))
        {
            foreach (var steps in Enumerable.Range(1, 13))
            {
                foreach (var interval in new[] { 1, 2, 3, 5, 10, 1000 })
                {
                    foreach (var freeze in new[] { 0.1, 0.5, 0.75, 1 })
                    {
                        foreach (var shrinking in new[]
                        {
                            RatioSchedule.Immediate, RatioSchedule.Cubic(0.1), RatioSchedule.Linear(0.5), RatioSchedule.Steps(3, 0.7)
                        })
                        {
                            if (shrinking.ReachedAt <= freeze)
                            {
                                Check(epochs, steps, new() { MaskInterval = interval, FreezeMasksAt = freeze, Shrinking = shrinking });
                            }
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void The_default_chooses_every_ten_steps_and_rests_after_three_quarters()
    {
        // 40 steps: the cubic ramp ends at 20, masks freeze at 30.
        var updates = Updates(new EpochClock(Counted(40), 1), 40, 1, new());
        Assert.Equal([0, 10, 20, 30], updates.Keys);
        TensorAssert.Close([0, 0.875, 1, 1], updates.Values.ToArray(), 1e-12);
    }

    [Theory]
    // Six steps: masks freeze with the fifth at 4/6, since the sixth would be past .75, although no update is due but at 0.
    [InlineData(1, 6, new[] { 0, 4 }, new[] { 0.0, 1 })]
    [InlineData(1, 1, new[] { 0 }, new[] { 1.0 })]
    [InlineData(2, 3, new[] { 0, 3 }, new[] { 0.0, 1 })]
    [InlineData(1, 2, new[] { 0, 1 }, new[] { 0.0, 1 })]
    public void A_phase_shorter_than_the_interval_gets_its_final_masks_in_time(int epochs, int steps, int[] at, double[] fractions)
    {
        var updates = Updates(new EpochClock(Counted(steps), epochs), steps, epochs, new());
        Assert.Equal(at, updates.Keys);
        TensorAssert.Close(fractions, updates.Values.ToArray(), 1e-12);
    }

    [Theory]
    // Progress stands at 0 through the first epoch, then it is known.
    [InlineData(2, 0.3, new[] { 0, 10, 12 }, new[] { 0.0, 0, 1 })]
    [InlineData(3, 0.75, new[] { 0, 10, 12, 22, 24 }, new[] { 0.0, 0, 26 / 27.0, 1, 1 })]
    public void Data_that_cannot_be_counted_is_caught_up_with_after_an_epoch(int epochs, double freeze, int[] at, double[] fractions)
    {
        var options = new JointPhaseOptions { FreezeMasksAt = freeze, Shrinking = RatioSchedule.Cubic(freeze == 0.3 ? 0.3 : 0.5) };
        var updates = Updates(new EpochClock(Uncounted(), epochs), 12, epochs, options);
        Assert.Equal(at, updates.Keys);
        TensorAssert.Close(fractions, updates.Values.ToArray(), 1e-12);
    }

    [Fact]
    public void Only_a_single_epoch_of_unknown_length_ends_with_the_update()
    {
        var clock = new EpochClock(Uncounted(), 1);
        var updates = new MaskUpdates(new JointPhaseOptions());
        for (var step = 0; step < 12; step++)
        {
            Assert.Equal(step % 10 == 0 ? new MaskUpdate(0) : null, updates.Before(clock));
            clock.Tick();
        }
        Assert.Equal(new MaskUpdate(1), updates.AtEnd());
        Assert.Null(updates.AtEnd());
    }

    [Fact]
    public void A_phase_that_goes_on_with_final_masks_leaves_them()
    {
        var clock = new EpochClock(Counted(2), 2);
        clock.Tick();
        clock.Tick();
        clock.EndEpoch();
        clock.Tick();
        Assert.Equal(0.75, clock.Progress);
        Assert.Null(new MaskUpdates(new JointPhaseOptions { FreezeMasksAt = 0.6 }) { AreAtTarget = true }.Before(clock));
        Assert.Equal(new MaskUpdate(1), new MaskUpdates(new JointPhaseOptions { FreezeMasksAt = 0.6 }).Before(clock));
    }

    [Fact]
    public void Widths_are_timed_once_with_the_last_update()
    {
        foreach (var (epochs, steps) in new[] { (1, 1), (1, 2), (2, 3), (1, 6), (1, 40), (3, 12), (4, 13) })
        {
            foreach (var freeze in new[] { 0.5, 0.75, 1 })
            {
                var options = new JointPhaseOptions { FreezeMasksAt = freeze, TimedWidths = new() };
                var (masks, clock) = (new MaskUpdates(options), new EpochClock(Counted(steps), epochs));
                List<(int Step, MaskUpdate Update)> updates = [];
                for (var step = 0; step < steps * epochs; step++)
                {
                    if (masks.Before(clock) is { } update) updates.Add((step, update));
                    clock.Tick();
                    if ((step + 1) % steps == 0) clock.EndEpoch();
                }
                Assert.Null(masks.AtEnd());
                var (last, timed) = Assert.Single(updates, u => u.Update.Timed is not null);
                Assert.Equal((updates[^1].Step, new MaskUpdate(1, options.TimedWidths)), (last, timed));
                Assert.True(last <= freeze * epochs * steps, $"{epochs} epochs of {steps} steps, {freeze}: before step {last}");
            }
        }
    }

    [Fact]
    public void Widths_that_have_been_timed_are_left_and_a_phase_without_steps_times_them_at_its_end()
    {
        var options = new JointPhaseOptions { FreezeMasksAt = 0.6, TimedWidths = new() };
        var clock = new EpochClock(Counted(2), 2, done: 1);
        clock.Tick();
        Assert.Null(new MaskUpdates(options) { AreAtTarget = true, AreTimed = true }.Before(clock));
        Assert.Equal(new MaskUpdate(1, options.TimedWidths), new MaskUpdates(options) { AreAtTarget = true }.Before(clock));
        Assert.Equal(new MaskUpdate(1, options.TimedWidths), new MaskUpdates(options).AtEnd());
        Assert.Null(new MaskUpdates(options) { AreAtTarget = true, AreTimed = true }.AtEnd());
    }

    private static void Check(int epochs, int steps, JointPhaseOptions options)
    {
        var what =
            $"{epochs} epochs of {steps} steps, every {options.MaskInterval}, frozen at {options.FreezeMasksAt}, {options.Shrinking}";
        var updates = Updates(new EpochClock(Counted(steps), epochs), steps, epochs, options);
        var total = epochs * steps;
        Assert.True(updates.Values.Last() == 1, $"{what}: the last update is at {updates.Values.Last()}");
        var last = updates.Keys.Last();
        Assert.True(last == 0 || last <= options.FreezeMasksAt * total + 1e-9, $"{what}: masks change before step {last}");
        Assert.True(last < total, $"{what}: no step is trained with the final masks");
        Assert.True(updates.Values.Zip(updates.Values.Skip(1)).All(p => p.First <= p.Second), $"{what}: filters come back");
    }

    /// <summary>The fractions by the step that they come before.</summary>
    private static SortedList<int, double> Updates(EpochClock clock, int steps, int epochs, JointPhaseOptions options)
    {
        var masks = new MaskUpdates(options);
        var updates = new SortedList<int, double>();
        for (var step = 0; step < steps * epochs; step++)
        {
            if (masks.Before(clock) is { } update) updates[step] = update.Fraction;
            clock.Tick();
            if ((step + 1) % steps == 0) clock.EndEpoch();
        }
        Assert.Null(masks.AtEnd());
        return updates;
    }

    private static PruningData Counted(int steps) => new(new (Tensor, Tensor)[steps], Array.Empty<PruningBatch>());

    private static PruningData Uncounted()
    {
        return new(Endless(), Array.Empty<PruningBatch>());

        static IEnumerable<(Tensor, Tensor)> Endless()
        {
            yield break;
        }
    }
}
