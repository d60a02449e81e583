namespace HierKD.Tests.Run;

/// <summary>
/// Two ways to compute a level, one result as long as the masks are the same: they are selected once here, since masked execution goes on
/// scoring the filters that are off, and a later selection may bring some of them back.
/// </summary>
public sealed class ExecutionEquivalenceTests : RunTest
{
    [Fact]
    public void Masked_and_slim_runs_give_the_same_student_in_double_precision()
    {
        using var inputs = TrainSet.Inputs.to(float64);
        using var validation = ValidationSet.Inputs.to(float64);

        var slim = RunWith(LevelExecution.Slim, inputs, validation);
        var masked = RunWith(LevelExecution.Masked, inputs, validation);

        Assert.Equal(slim.Kept, masked.Kept);
        Assert.Equal(slim.Losses.Count, masked.Losses.Count);
        Assert.All(slim.Losses.Zip(masked.Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Equal(slim.Weights.Keys, masked.Weights.Keys);
        foreach (var (name, values) in slim.Weights)
        {
            Assert.Equal(values.Length, masked.Weights[name].Length);
            Assert.All(values.Zip(masked.Weights[name]), pair =>
                Assert.True(Math.Abs(pair.First - pair.Second) < 1e-9, $"'{name}': {pair.First} and {pair.Second}"));
        }
    }

    private (int[] Kept, List<double> Losses, SortedDictionary<string, double[]> Weights) RunWith(
        LevelExecution execution, Tensor inputs, Tensor validation)
    {
        using var net = TinyNet.Seeded();
        net.to(ScalarType.Float64);
        var recorder = new Recorder();
        using var result = HierarchicalPruner.Run(
            net,
            new PruningData(
                new TensorBatches(inputs, TrainSet.Labels, 32, shuffleSeed: 3), new TensorBatches(validation, ValidationSet.Labels)),
            Quick with
            {
                Execution = execution,
                Training =
                Quick.Training with
                {
                    Joint =
                    Quick.Training.Joint with { Shrinking = RatioSchedule.Immediate, MaskInterval = 1000, FreezeMasksAt = 0.1 }
                }
            },
            recorder);
        var weights = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var (name, parameter) in net.named_parameters()) weights[name] = Values(parameter);
        foreach (var (name, buffer) in net.named_buffers()) weights[name] = Values(buffer);
        return (
            result.Graph.Groups.SelectMany(g => result.Levels.SelectMany(l => result.Mask(l).KeptFilters(g))).ToArray(),
            recorder.Reports.SelectMany(r => r.Losses).Select(l => l.Total).ToList(),
            weights);
    }

    private static double[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(float64).contiguous().data<double>().ToArray();
    }
}
