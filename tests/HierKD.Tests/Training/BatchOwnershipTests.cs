using HierKD.Tests.Run;

namespace HierKD.Tests.Training;

public sealed class BatchOwnershipTests : RunTest
{
    [Fact]
    public void The_sources_batches_stay_alive()
    {
        (Tensor x, Tensor y)[] train = [(TrainSet.Inputs, TrainSet.Labels), (ValidationSet.Inputs, ValidationSet.Labels)];
        var bits = train.Select(b => (TensorAssert.Bits(b.x), TensorAssert.Bits(b.y))).ToArray();
        using var example = TrainSet.Inputs.narrow(0, 0, 2).clone();

        using (HierarchicalPruner.Run(TrainedNet(), new PruningData(train, train, example), Quick)) { }

        Assert.False(example.IsInvalid);
        Assert.All(train, b => Assert.False(b.x.IsInvalid || b.y.IsInvalid));
        Assert.Equal(bits, train.Select(b => (TensorAssert.Bits(b.x), TensorAssert.Bits(b.y))));
    }

    [Fact]
    public void Batches_given_away_are_disposed_one_after_the_other()
    {
        List<Tensor> given = [];
        using (HierarchicalPruner.Run(TrainedNet(), Given(given), Quick)) { }

        Assert.NotEmpty(given);
        Assert.All(given, t => Assert.True(t.IsInvalid));
    }

    [Fact]
    public void Batches_given_away_are_disposed_when_the_run_fails_too()
    {
        List<Tensor> given = [];
        var stop = new Recorder(p => { if (p.Epoch == 2) throw new FuseException(); });
        Assert.Throws<FuseException>(() => HierarchicalPruner.Run(TrainedNet(), Given(given), Quick, stop));
        Assert.All(given, t => Assert.True(t.IsInvalid));
    }

    [Fact]
    public void An_example_input_is_the_callers_even_if_batches_are_given_away()
    {
        using var example = TrainSet.Inputs.narrow(0, 0, 2).clone();
        var data = new PruningData(Fresh([]), Fresh([]), example) { Ownership = BatchOwnership.Consumer };
        using (HierarchicalPruner.Run(TrainedNet(), data, Quick)) { }
        Assert.False(example.IsInvalid);
    }

    private PruningData Given(List<Tensor> given) => new(Fresh(given), Fresh(given)) { Ownership = BatchOwnership.Consumer };

    private IEnumerable<(Tensor x, Tensor y)> Fresh(List<Tensor> given)
    {
        for (var start = 0; start < 96; start += 32)
        {
            Assert.All(given, t => Assert.True(t.IsInvalid, "a batch is alive when the next one is asked for"));
            var (x, y) = (TrainSet.Inputs.narrow(0, start, 32).clone(), TrainSet.Labels.narrow(0, start, 32).clone());
            given.AddRange([x, y]);
            yield return (x, y);
        }
    }
}
