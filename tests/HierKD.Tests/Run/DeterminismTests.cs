namespace HierKD.Tests.Run;

public sealed class DeterminismTests : RunTest
{
    [Fact]
    public void The_same_seed_and_data_give_the_same_student_bit_for_bit()
    {
        var (first, firstFiles) = Prune(TrainedNet(), shuffleSeed: 3, Quick);
        // Whatever happened to torch's generator in between.
        manual_seed(12345);
        var (second, secondFiles) = Prune(TrainedNet(), shuffleSeed: 3, Quick);

        Assert.Equal(first, second);
        Assert.Equal(firstFiles, secondFiles);
    }

    [Fact]
    public void Another_order_of_the_data_gives_another_student()
    {
        var (first, _) = Prune(TrainedNet(), shuffleSeed: 3, Quick);
        var (second, _) = Prune(TrainedNet(), shuffleSeed: 4, Quick);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_seed_decides_over_dropout()
    {
        var net = new Func<TinyNet>(() => Own(TinyNet.Seeded(dropout: 0.5)));
        var (first, _) = Prune(net(), shuffleSeed: 3, Quick);
        var (again, _) = Prune(net(), shuffleSeed: 3, Quick);
        var (other, _) = Prune(net(), shuffleSeed: 3, Quick with { Seed = 1 });
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    private (SortedDictionary<string, byte[]> Student, byte[][] Files) Prune(TinyNet net, int shuffleSeed, PruningOptions options)
    {
        using var result = HierarchicalPruner.Run(net, Data(shuffleSeed), options);
        var files = result.Levels.Select(level =>
        {
            var path = TemporaryFile("level.hierkd");
            result.Save(path, level);
            return File.ReadAllBytes(path);
        }).ToArray();
        return (ModelBits.Of(net), files);
    }
}
