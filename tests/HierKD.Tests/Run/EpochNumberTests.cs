namespace HierKD.Tests.Run;

/// <summary>The numbers of a run's epochs, which decide over its data and its random numbers.</summary>
public sealed class EpochNumberTests : RunTest
{
    private static readonly PruningOptions Phases =
        Quick with
        {
            Training = Quick.Training with
            {
                Joint =
            Quick.Training.Joint with { Epochs = 2, FixedMaskEpochs = 1 },
                FineTuning = Quick.Training.FineTuning with { Epochs = 3 }
            }
        };

    [Fact]
    public void A_run_asks_for_epoch_0_before_it_trains_and_then_counts_through_its_phases()
    {
        var asked = Run(Phases).Asked;
        Assert.Equal(0, asked[0]);
        Assert.Equal(Enumerable.Range(1, 6), asked.SkipWhile(n => n == 0));
    }

    [Fact]
    public void What_is_not_training_is_measured_on_epoch_0()
    {
        var asked =
            Run(Phases with
            {
                Training = Phases.Training with
                {
                    Joint = Phases.Training.Joint with { Epochs = 1, RecalibrationBatches = 1 },
                    MultiplyAddBudget = 1
                }
            }).Asked;
        // Statistics of three levels, then a count of the samples; the budget leaves no epoch.
        Assert.Equal([1, 2, 0, 0, 0, 0], asked.SkipWhile(n => n == 0));
    }

    [Fact]
    public void Torch_draws_other_numbers_in_every_epoch_and_the_same_in_every_run()
    {
        var first = Run(Phases).Drawn;
        manual_seed(999);
        var second = Run(Phases).Drawn;
        var other = Run(Phases with { Seed = 1 }).Drawn;
        first.Remove(0);
        Assert.Equal(6, first.Values.Distinct().Count());
        Assert.All(first, draw => Assert.Equal(draw.Value, second[draw.Key]));
        Assert.All(first, draw => Assert.NotEqual(draw.Value, other[draw.Key]));
    }

    private NumberedBatches Run(PruningOptions options)
    {
        var batches = new NumberedBatches(TrainSet.Batches(32, shuffleSeed: 3));
        using var result = HierarchicalPruner.Run(TrainedNet(), new(batches, ValidationSet.Batches(64)), options);
        return batches;
    }
}
