namespace HierKD.Tests.Run;

public sealed class MemoryTests : RunTest
{
    [Fact]
    public void A_run_leaves_its_result_and_nothing_else()
    {
        var net = TrainedNet();
        LiveTensors.AssertNoneLeft(() => HierarchicalPruner.Run(net, Data(), Quick).Dispose());
    }

    [Fact]
    public void Neither_does_one_that_measures_time()
    {
        var net = TrainedNet();
        var clock = new FakeClock();
        clock.Watch(net, ("features.4", 1), ("features.7", 2), ("classifier.0", 1));
        LiveTensors.AssertNoneLeft(
            () => HierarchicalPruner.Run(net, Data(), Quick with { Chain = Quick.Chain.Of(Measure.Latency), Clock = clock }).Dispose());
        Assert.True(clock.Passes > 14);
    }

    [Fact]
    public void Saving_and_loading_leave_nothing()
    {
        var file = TemporaryFile("student.hierkd");
        using var result = HierarchicalPruner.Run(TrainedNet(), Data(), Quick);
        LiveTensors.AssertNoneLeft(() => result.Save(file));

        var before = LiveTensors.Count;
        TinyNet.Seeded().Dispose();
        var ofAnyModel = LiveTensors.Count - before;
        SlimModel.Load(file, () => TinyNet.Seeded()).Dispose();
        Assert.Equal(before + 2 * ofAnyModel, LiveTensors.Count);
    }

    [Fact]
    public void Nothing_grows_from_epoch_to_epoch()
    {
        var counts = new List<(PruningPhase Phase, int Epoch, long Live)>();
        var recorder = new Recorder(p => counts.Add((p.Phase, p.Epoch, LiveTensors.Count)));
        using var result = HierarchicalPruner.Run(
            TrainedNet(), Data(), Quick with
            {
                Training = Quick.Training with
                {
                    Joint =
                Quick.Training.Joint with { Epochs = 8, FreezeMasksAt = 1 },
                    FineTuning = Quick.Training.FineTuning with { Epochs = 8 }
                }
            },
            recorder);

        foreach (var phase in counts.GroupBy(c => c.Phase))
        {
            var epochs = phase.GroupBy(c => c.Epoch).Select(e => e.Select(c => c.Live).ToArray()).ToArray();
            Assert.Equal(8, epochs.Length);
            // The masks, and with them the index tensors, come in the first epochs; the optimizer's state in the first step.
            Assert.All(epochs[5..], e => Assert.Equal(epochs[4], e));
        }
    }

    [Fact]
    public void A_result_holds_as_much_however_long_the_run()
    {
        Assert.Equal(HeldAfter(epochs: 1), HeldAfter(epochs: 6));
    }

    [Fact]
    public void A_dispose_scope_of_the_caller_disposes_neither_the_model_nor_the_result()
    {
        var net = TrainedNet();
        PruningResult result;
        using (NewDisposeScope())
        {
            result = HierarchicalPruner.Run(net, Data(), Quick);
        }
        using (result)
        {
            foreach (var level in result.Levels) result.Save(TemporaryFile("level.hierkd"), level);
            Assert.All(net.parameters(), p => Assert.False(p.IsInvalid));
            Assert.NotEmpty(OrdinaryTraining.OutputBits(net, ValidationSet.Inputs));
        }
    }

    private long HeldAfter(int epochs)
    {
        var net = TrainedNet();
        var before = LiveTensors.Count;
        using var result = HierarchicalPruner.Run(
            net, Data(), Quick with
            {
                Training = Quick.Training with
                {
                    Joint =
                Quick.Training.Joint with { Epochs = epochs },
                    FineTuning = Quick.Training.FineTuning with { Epochs = epochs }
                }
            });
        return LiveTensors.Count - before;
    }
}
