using FsCheck.Xunit;
using HierKD.Models;
using HierKD.Tests.Run;

namespace HierKD.Tests;

/// <summary>Channels that lie last change nothing but the order of sums.</summary>
public sealed class MemoryFormatTests : RunTest
{
    private const double Tolerance = 1e-10;

    [Fact]
    public void A_network_that_multiplies_rounding_errors_is_no_exception() =>
        Outputs_and_gradients_do_not_depend_on_it(new NetworkCase("googlenet", 925377));

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 30)]
    public void Outputs_and_gradients_do_not_depend_on_it(NetworkCase drawn)
    {
        using var scope = NewDisposeScope();
        foreach (var execution in Enum.GetValues<LevelExecution>())
        {
            using var given = new DenseNetwork(drawn.Network);
            using var last = new DenseNetwork(drawn.Network, format: MemoryFormat.ChannelsLast);
            var mask = FilterMasks.Random(given.Graph, drawn.Seed, density: 0.5);
            var own = FilterMask.Of(last.Graph, given.Graph.Groups.Select(g => mask[g]));
            Close(given.Output(execution, mask), last.Output(execution, own));
            given.Train(given.Weights(execution, mask));
            last.Train(last.Weights(execution, own));
            var (expected, gradients) = (given.Gradients(), last.Gradients());
            RequireClose(
                expected.ToDictionary(g => g.Key, g => TensorAssert.Values(g.Value)),
                gradients.ToDictionary(g => g.Key, g => TensorAssert.Values(g.Value)));
        }
    }

    /// <summary>
    /// Deep networks on small images normalise over two values in places, whose gradient is zero but for rounding errors, which every such
    /// layer multiplies by the inverse root of its epsilon. So most gradients have to agree to the last digits, and all of them to what
    /// such errors may come to.
    /// </summary>
    private static void RequireClose(Dictionary<string, double[]> expected, Dictionary<string, double[]> actual)
    {
        var largest = Math.Max(1, expected.Values.Max(g => g.Max(Math.Abs)));
        var errors = expected.Select(g => g.Value.Zip(actual[g.Key], (e, a) => Math.Abs(e - a)).Max()).ToArray();
        Assert.All(expected.Keys.Zip(errors), e =>
            Assert.True(e.Second <= 1e-4 * largest, $"{e.First} is off by {e.Second:G2}; the largest gradient is {largest:G2}"));
        Assert.True(
            errors.Count(e => e <= Tolerance * largest) >= 0.5 * errors.Length,
            $"{errors.Count(e => e > Tolerance * largest)} of {errors.Length} gradients are off by more than {Tolerance * largest:G2}");
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 5)]
    [InlineData(8, 1)]
    public void The_values_stay_and_channels_come_to_lie_beside_each_other(long channels, long width)
    {
        var x = rand(2, channels, 4, width);
        var last = ChannelsLast.Of(x);
        TensorAssert.Close(TensorAssert.Values(x), last, 0);
        Assert.Equal([4 * width * channels, 1, width * channels, channels], last.stride());
    }

    [Fact]
    public void What_is_no_feature_map_stays_as_it_is()
    {
        var x = rand(2, 3);
        Assert.Same(x, ChannelsLast.Of(x));
    }

    [Theory]
    [InlineData(6, 8)]
    [InlineData(6, 32)]
    [InlineData(8, 32)]
    public void Features_keep_the_order_through_convolutions_and_normalisations_of_any_width(int width, int side)
    {
        using var net = new VggBn([[width, width]], hidden: 8, classes: 3, inputChannels: 1, imageSize: side);
        var input = rand(2, 1, side, side);
        var graph = FilterGraph.Discover(net, input);
        using var working = new WorkingModel(net, graph.Layers, new Computation(MemoryFormat.ChannelsLast));
        List<bool> contiguous = [];
        foreach (var activation in net.modules().OfType<TorchSharp.Modules.ReLU>().SkipLast(1))
        {
            activation.register_forward_hook((_, _, output) => Noted(output));
        }
        working.Evaluate(working.Own, () => working.Call([input])[0]);
        Assert.Equal([false, false], contiguous);

        // Nothing of it is left behind.
        contiguous.Clear();
        net.call(input);
        Assert.Equal([true, true], contiguous);

        Tensor Noted(Tensor output)
        {
            contiguous.Add(output.is_contiguous());
            return output;
        }
    }

    [Fact]
    public void A_run_ends_with_about_the_same_student_whose_tensors_are_as_usual()
    {
        var given = Student(MemoryFormat.AsGiven);
        var last = Student(MemoryFormat.ChannelsLast);
        Assert.Equal(given.Keys, last.Keys);
        foreach (var (name, value) in given)
        {
            Assert.True(last[name].is_contiguous(), name);
            TensorAssert.Close(TensorAssert.Values(value), last[name], 1e-6);
        }

        SortedDictionary<string, Tensor> Student(MemoryFormat format)
        {
            using var net = TinyNet.Seeded();
            net.to(ScalarType.Float64);
            var (inputs, validation) = (TrainSet.Inputs.to(float64), ValidationSet.Inputs.to(float64));
            var data = new PruningData(
                new TensorBatches(inputs, TrainSet.Labels, 32, shuffleSeed: 3), new TensorBatches(validation, ValidationSet.Labels));
            LiveTensors.AssertNoneLeft(() => HierarchicalPruner.Run(net, data, Quick with { MemoryFormat = format }).Dispose());
            return new(net.state_dict().ToDictionary(p => p.Key, p => p.Value.detach().clone()), StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Another_number_is_refused() =>
        Assert.Contains("MemoryFormat is 7, which is none of AsGiven, ChannelsLast, Fastest", Assert.Throws<ArgumentException>(
            "MemoryFormat", () => new SessionOptions { MemoryFormat = (MemoryFormat)7 }.Validate()).Message, StringComparison.Ordinal);

    private static void Close(Tensor expected, Tensor actual)
    {
        var values = TensorAssert.Values(expected);
        TensorAssert.Close(values, actual, Tolerance * Math.Max(1, values.Max(Math.Abs)));
    }
}
