using FsCheck.Xunit;

namespace HierKD.Tests;

/// <summary>The gradients that slim and masked execution give the dense weights, against autograd through explicit gates.</summary>
public sealed class GradientTests : ScopedTest
{
    private const double Tolerance = 1e-10;

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 30)]
    public void Slim_and_masked_execution_give_the_gradients_of_explicit_gates(NetworkCase drawn)
    {
        using var scope = NewDisposeScope();
        using var network = new DenseNetwork(drawn.Network);
        var mask = network.MaskOfGates(drawn.Seed);
        var expected = Explicit(drawn.Network, network, mask);
        network.Train(network.Weights(LevelExecution.Slim, mask));
        AssertClose(expected, network.Gradients());

        using var second = new DenseNetwork(drawn.Network);
        second.Train(second.Weights(LevelExecution.Masked, FilterMask.Of(second.Graph, network.Graph.Groups.Select(g => mask[g]))));
        AssertClose(expected, second.Gradients());
    }

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 20)]
    public void Gradients_of_several_levels_add_up(NetworkCase drawn)
    {
        using var scope = NewDisposeScope();
        using var network = new DenseNetwork(drawn.Network);
        var large = network.MaskOfGates(drawn.Seed);
        var small = large.Kept == network.Graph.Filters ? large : FilterMasks.RandomWithin(large, drawn.Seed);
        // The statistics that a pass in training mode leaves behind have no say in the next one.
        var expected = Explicit(drawn.Network, network, FilterMask.Full(network.Graph), large, small);
        network.Train(network.Weights(LevelExecution.Slim, FilterMask.Full(network.Graph)));
        network.Train(network.Weights(LevelExecution.Masked, large));
        network.Train(network.Weights(LevelExecution.Slim, small));
        AssertClose(expected, network.Gradients());
    }

    [Theory]
    [InlineData("googlenet", 724744)]
    [InlineData("bottleneck resnet", 480481)]
    public void So_they_are_where_a_tensors_sums_all_but_cancel(string network, int seed)
    {
        Slim_and_masked_execution_give_the_gradients_of_explicit_gates(new NetworkCase(network, seed));
        Gradients_of_several_levels_add_up(new NetworkCase(network, seed));
    }

    [Fact]
    public void A_weight_of_removed_filters_gets_no_gradient()
    {
        using var network = new DenseNetwork("plain");
        var mask = FilterMask.Of(network.Graph, [[true, false, true, false, true, false, true], [false, true, true, true]]);
        network.Train(network.Weights(LevelExecution.Slim, mask));
        var gradients = network.Gradients();
        TensorAssert.Close(new double[3 * 5 * 9], gradients["second.weight"].index_select(0, tensor(new[] { 1L, 3, 5 })), 0);
        TensorAssert.Close(new double[4 * 3], gradients["third.weight"].index_select(1, tensor(new[] { 1L, 3, 5 })), 0);
        TensorAssert.Close([0], gradients["third.bias"][..1], 0);
        Assert.All(TensorAssert.Values(gradients["third.bias"][1..]), g => Assert.NotEqual(0, g));
    }

    /// <summary>The sum of the gradients of plain networks with gates at the consumers' inputs.</summary>
    private static Dictionary<string, Tensor> Explicit(string name, DenseNetwork network, params FilterMask[] masks)
    {
        var sum = new Dictionary<string, Tensor>();
        foreach (var mask in masks)
        {
            using var plain = TestNetwork.Named(name).Create();
            plain.train();
            _ = new ConsumerGates(plain, network.Graph, ConsumerGates.Of(mask));
            DenseNetwork.Loss(plain.call(network.Input)).backward();
            foreach (var (key, parameter) in plain.named_parameters())
            {
                var gradient = parameter.grad ?? zeros_like(parameter);
                sum[key] = sum.TryGetValue(key, out var others) ? others + gradient : gradient.clone();
            }
        }
        return sum;
    }

    private static void AssertClose(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        // Rounding is of the size of what is summed on the way back, which may all but cancel in one tensor.
        var largest = expected.Values.Max(gradient => gradient.abs().max().ToDouble());
        foreach (var (key, gradient) in expected) TensorAssert.Close(gradient, actual[key], Tolerance * Math.Max(1, largest), key);
    }
}
