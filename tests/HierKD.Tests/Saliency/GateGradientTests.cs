using FsCheck.Xunit;

namespace HierKD.Tests;

/// <summary>The gate gradient that is read off the weights' gradients, against autograd and finite differences of explicit gates.</summary>
public sealed class GateGradientTests : ScopedTest
{
    private static readonly ISaliencyScorer Signed = Saliency.CascadedGate(signed: true);

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 30)]
    public void It_is_autograds_gradient_of_a_gate_at_the_consumers_inputs(NetworkCase drawn)
    {
        using var scope = NewDisposeScope();
        using var network = new DenseNetwork(drawn.Network);
        var mask = network.MaskOfGates(drawn.Seed);
        var gates = Autograd(drawn.Network, network, mask);
        foreach (var execution in Enum.GetValues<LevelExecution>())
        {
            var scores = Scores(network, execution, mask, mask);
            foreach (var group in network.Graph.Groups)
            {
                var expected = mask.KeptFilters(group).Select(f => -gates[group.Index][f]).ToArray();
                TensorAssert.Close(expected, scores[group.Index], Tolerance(gates), $"{execution} {group.Name}");
            }
        }
    }

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 20)]
    public void Masked_execution_has_it_for_filters_that_are_off_as_well(NetworkCase drawn)
    {
        using var scope = NewDisposeScope();
        using var network = new DenseNetwork(drawn.Network);
        var mask = network.MaskOfGates(drawn.Seed);
        var gates = Autograd(drawn.Network, network, mask);
        var scores = Scores(network, LevelExecution.Masked, mask, FilterMask.Full(network.Graph));
        foreach (var group in network.Graph.Groups)
        {
            TensorAssert.Close(gates[group.Index].Select(g => -g).ToArray(), scores[group.Index], Tolerance(gates), group.Name);
        }
    }

    [Fact]
    public void So_it_is_where_gradients_are_large()
    {
        It_is_autograds_gradient_of_a_gate_at_the_consumers_inputs(new NetworkCase("googlenet", 636172));
        Masked_execution_has_it_for_filters_that_are_off_as_well(new NetworkCase("googlenet", 636172));
    }

    public static TheoryData<string> Networks => TestNetwork.All;

    [Theory]
    [MemberData(nameof(Networks))]
    public void It_is_the_slope_of_the_loss_when_one_gate_moves(string name)
    {
        using var network = new DenseNetwork(name);
        var mask = network.MaskOfGates(seed: 12);
        var scores = Scores(network, LevelExecution.Slim, mask, mask);
        // The groups of a deep network are many: some from its beginning, its middle and its end.
        foreach (var group in network.Graph.Groups.Where(g => g.Index % Math.Max(1, network.Graph.Groups.Count / 4) == 0))
        {
            var numbers = TensorAssert.Values(scores[group.Index]);
            foreach (var (filter, number) in mask.KeptFilters(group).Zip(numbers).Take(2))
            {
                // Small enough that no rectifier changes its side on the way.
                const double h = 1e-7;
                var slope = (LossWith(name, network, mask, group, filter, 1 + h) - LossWith(name, network, mask, group, filter, 1 - h))
                    / (2 * h);
                Assert.True(
                    Math.Abs(slope + number) <= 1e-4 * Math.Max(1, Math.Abs(slope)),
                    $"{group.Name}, filter {filter}: slope {slope}, score {number}");
            }
        }
    }

    [Fact]
    public void Unsigned_it_is_the_absolute_value()
    {
        using var network = new DenseNetwork("vgg");
        var mask = FilterMask.Full(network.Graph);
        var signed = Scores(network, LevelExecution.Slim, mask, mask);
        network.Train(network.Weights(LevelExecution.Slim, mask), () =>
        {
            var step = new LevelStep(new LevelTensors(network.Working, network.Weights(LevelExecution.Slim, mask), mask));
            foreach (var group in network.Graph.Groups)
            {
                var absolute = Saliency.GateGradient().Score(group, step);
                TensorAssert.Close(signed[group.Index].abs(), absolute, 1e-12);
            }
        });
    }

    [Fact]
    public void A_loss_that_depends_on_no_weight_is_said_to()
    {
        using var network = new DenseNetwork("plain");
        var weights = network.Weights(LevelExecution.Slim, FilterMask.Full(network.Graph));
        var step = new LevelStep(new LevelTensors(network.Working, weights, FilterMask.Full(network.Graph)));
        var failure = Assert.Throws<InvalidOperationException>(
            () => network.Working.Train(weights, () => Signed.Score(network.Graph.Groups[0], step)));
        Assert.Contains("'third' got no gradient", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>The signed scores of a training pass under a mask, for the filters of another mask.</summary>
    private static Tensor[] Scores(DenseNetwork network, LevelExecution execution, FilterMask mask, FilterMask scored)
    {
        var weights = network.Weights(execution, mask);
        var scores = new Tensor[network.Graph.Groups.Count];
        network.Train(weights, () =>
        {
            using var quiet = no_grad();
            var step = new LevelStep(new LevelTensors(network.Working, weights, scored));
            foreach (var group in network.Graph.Groups) scores[group.Index] = Signed.Score(group, step);
        });
        return scores;
    }

    /// <summary>What rounding may make of the largest number.</summary>
    private static double Tolerance(double[][] gates) => 1e-9 * Math.Max(1, gates.Max(group => group.Max(Math.Abs)));

    private static double[][] Autograd(string name, DenseNetwork network, FilterMask mask)
    {
        using var plain = TestNetwork.Named(name).Create();
        plain.train();
        var gates = new ConsumerGates(plain, network.Graph, ConsumerGates.Of(mask));
        DenseNetwork.Loss(plain.call(network.Input)).backward();
        return gates.Gates.Select(g => TensorAssert.Values(g.grad!)).ToArray();
    }

    private static double LossWith(string name, DenseNetwork network, FilterMask mask, FilterGroup group, int filter, double gate)
    {
        using var quiet = no_grad();
        using var plain = TestNetwork.Named(name).Create();
        plain.train();
        var values = ConsumerGates.Of(mask);
        values[group.Index][filter] = gate;
        _ = new ConsumerGates(plain, network.Graph, values);
        return DenseNetwork.Loss(plain.call(network.Input)).item<double>();
    }
}
