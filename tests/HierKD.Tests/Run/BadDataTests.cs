namespace HierKD.Tests.Run;

public sealed class BadDataTests : BadInputTest
{
    private static readonly (Tensor, Tensor)[] NoBatches = [];

    [Fact]
    public void Training_data_without_batches_is_refused() =>
        Says(Refused<ArgumentException>(new(NoBatches, ValidationSet.Batches(64))), "data", "data.Train has no batches");

    [Fact]
    public void Validation_data_without_batches_is_refused() =>
        Says(Refused<ArgumentException>(new(TrainSet.Batches(32), NoBatches)), "data", "data.Validation has no batches");

    [Fact]
    public void Data_that_can_be_enumerated_only_once_is_refused()
    {
        var once = new Queue<(Tensor, Tensor)>([(TrainSet.Inputs, TrainSet.Labels)]);
        Says(Refused<ArgumentException>(
            new(Drain(once), ValidationSet.Batches(64))), "data", "data.Train has no batches", "each time it is enumerated");
    }

    [Fact]
    public void Batches_that_their_source_has_disposed_are_refused()
    {
        var kept = new List<(Tensor, Tensor)>();
        foreach (var (x, y) in TrainSet.Batches(32, 3)) kept.Add((x, y));
        Says(Refused<ArgumentException>(new(kept, ValidationSet.Batches(64))), "data", "A batch of data.Train has a disposed tensor");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    public void Training_data_that_runs_dry_is_refused(int enumerations)
    {
        // Example input, check, scoring, epochs 1 and 2 of the joint phase, then fine-tuning.
        var source = new DryingBatches(TrainSet.Batches(32), enumerations);
        Says(Refused<ArgumentException>(new(source, ValidationSet.Batches(64))), "data", "data.Train has no batches");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void Validation_data_that_runs_dry_is_refused(int enumerations)
    {
        var source = new DryingBatches(ValidationSet.Batches(64), enumerations);
        Says(Refused<ArgumentException>(new(TrainSet.Batches(32), source)), "data", "data.Validation has no batches");
    }

    [Fact]
    public void A_first_batch_that_is_not_a_number_is_refused()
    {
        var data = TrainWith(0, b => (b.X.full_like(float.NaN), b.Y.clone()));
        Says(Refused<ArgumentException>(data), "data", "data.Train", "not finite");
    }

    [Fact]
    public void A_first_validation_batch_that_is_not_a_number_is_refused()
    {
        var data = ValidateWith(0, b => (b.X.full_like(float.NaN), b.Y.clone()));
        Says(Refused<ArgumentException>(data), "data", "data.Validation", "NaN", "not finite");
    }

    [Fact]
    public void An_example_input_that_is_not_a_number_is_refused()
    {
        using var example = TrainSet.Inputs.full_like(float.NaN);
        var data = new PruningData(TrainSet.Batches(32), ValidationSet.Batches(64), example);
        Says(Refused<ArgumentException>(data), "data", "ExampleInput", "not finite");
    }

    [Fact]
    public void A_first_batch_of_another_shape_is_refused() =>
        Says(Refused<ArgumentException>(
            TrainWith(0, b => (b.X.expand(32, 3, 8, 8).clone(), b.Y.clone()))), "data", "data.Train", "[32, 3, 8, 8]");

    [Fact]
    public void A_first_batch_of_another_size_is_refused() =>
        Says(Refused<ArgumentException>(
            TrainWith(0, b => (b.X.narrow(3, 0, 4).clone(), b.Y.clone()))), "data", "data.Train", "[32, 1, 8, 4]");

    [Fact]
    public void A_first_validation_batch_of_another_shape_is_refused() =>
        Says(
            Refused<ArgumentException>(ValidateWith(0, b => (b.X.flatten(1).clone(), b.Y.clone()))), "data", "data.Validation", "[32, 64]");

    [Fact]
    public void An_example_input_of_another_shape_is_refused()
    {
        using var example = zeros(1, 3, 8, 8);
        var data = new PruningData(TrainSet.Batches(32), ValidationSet.Batches(64), example);
        Says(Refused<ArgumentException>(data), "data", "ExampleInput", "[1, 3, 8, 8]");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_later_batch_of_another_shape_stops_the_run(int index)
    {
        var before = new ModelSnapshot(Net);
        var sizes = LayerSizes.Of(Net);
        var data = TrainWith(index, b => (b.X.expand(32, 3, 8, 8).clone(), b.Y.clone()));
        // Which exception it is is the model's affair.
        Assert.ThrowsAny<Exception>(() => HierarchicalPruner.Run(Net, data, Quick));
        before.AssertUnchanged();
        Assert.Equal(sizes, LayerSizes.Of(Net));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_missing_tensor_is_refused(bool input)
    {
        (Tensor, Tensor)[] batches = [input ? (null!, TrainSet.Labels) : (TrainSet.Inputs, null!)];
        foreach (var ownership in Enum.GetValues<BatchOwnership>())
        {
            var data = new PruningData(
                batches.Select(b => (b.Item1?.clone()!, b.Item2?.clone()!)), ValidationSet.Batches(64))
            { Ownership = ownership };
            var failure = Assert.Throws<ArgumentException>(() => HierarchicalPruner.Run(Net, data, Quick));
            Says(failure, "data", "data.Train", "null");
        }
    }

    [Fact]
    public void Null_sources_are_refused()
    {
        Assert.Throws<ArgumentNullException>("train", () => new PruningData((IEnumerable<PruningBatch>)null!, ValidationSet.Batches(64)));
        Assert.Throws<ArgumentNullException>("validation", () => new PruningData(TrainSet.Batches(64), (IEnumerable<PruningBatch>)null!));
    }

    private static IEnumerable<(Tensor, Tensor)> Drain(Queue<(Tensor, Tensor)> batches)
    {
        while (batches.TryDequeue(out var batch)) yield return batch;
    }
}
