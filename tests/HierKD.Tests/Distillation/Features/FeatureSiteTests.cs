using FsCheck.Xunit;

namespace HierKD.Tests;

/// <summary>Which channels of which module are on: slim, masked and removed networks have to give the same features.</summary>
public sealed class FeatureSiteTests : ScopedTest
{
    [Theory]
    [MemberData(nameof(TestNetwork.All), MemberType = typeof(TestNetwork))]
    public void Every_module_that_is_called_once_gives_the_same_slim_and_masked(string name)
    {
        using var network = new DenseNetwork(name);
        var sites = FeatureSites.Find(new FeatureDistance(CalledOnce(network)), network.Working, network.Graph, [network.Input]);
        foreach (var seed in new[] { 1, 2 })
        {
            var mask = FilterMasks.Random(network.Graph, seed);
            var slim = Features(network, sites, LevelExecution.Slim, mask);
            var masked = Features(network, sites, LevelExecution.Masked, mask);
            foreach (var (site, i) in sites.Select((s, i) => (s, i))) TensorAssert.Close(masked[i], slim[i], 1e-9, site.Path);
        }
    }

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 30)]
    public void A_loss_of_features_gives_the_same_value_and_gradients_slim_and_masked(NetworkCase drawn)
    {
        using var scope = NewDisposeScope();
        var slim = Step(drawn, LevelExecution.Slim);
        var masked = Step(drawn, LevelExecution.Masked);
        Assert.Equal(masked.Loss.Distillation, slim.Loss.Distillation, 1e-9 * Math.Max(1, masked.Loss.Distillation));
        Assert.Equal(masked.Gradients.Keys.Order(), slim.Gradients.Keys.Order());
        var largest = masked.Gradients.Values.Max(g => g.abs().max().ToDouble());
        foreach (var (key, gradient) in masked.Gradients)
        {
            TensorAssert.Close(gradient, slim.Gradients[key], 1e-9 * Math.Max(1, largest), key);
        }
    }

    /// <summary>Forward and backward of a level whose teacher is a larger one, with a loss of three modules drawn by the seed.</summary>
    private static (LevelLoss Loss, Dictionary<string, Tensor> Gradients) Step(NetworkCase drawn, LevelExecution execution)
    {
        using var network = new DenseNetwork(drawn.Network);
        // As in DenseNetwork.MaskOfGates: what few filters of a deep network leave of a gradient is rounding noise.
        var small = FilterMasks.Random(network.Graph, drawn.Seed, density: 0.5);
        var large = FilterMasks.RandomAround(small, drawn.Seed + 1);
        var random = new Random(drawn.Seed);
        var modules = CalledOnce(network).OrderBy(_ => random.Next()).Take(3).ToArray();
        var objective = new LevelObjective(network.Working, network.Graph, [network.Input], new()
        {
            Task = new PruningTask((output, _) => DenseNetwork.Loss(output), (_, _) => 0, "none"),
            Distillation = new() { Loss = new FeatureDistance(modules), Weight = 0.7 },
        });
        var teacher = objective.Teach(network.Weights(execution, large), [network.Input]);
        var weights = network.Weights(execution, small);
        var loss = network.Working.Train(weights, () => objective.Backward(weights, (network.Input, network.Input), teacher, "level").Loss);
        return (loss, network.Gradients());
    }

    /// <summary>The modules from one tensor to one tensor that a forward pass calls once: layers, blocks, everything.</summary>
    private static string[] CalledOnce(DenseNetwork network)
    {
        var named = network.Model.named_modules().Where(m => m.module is nn.Module<Tensor, Tensor>)
            .Select(m => (m.name, (nn.Module<Tensor, Tensor>)m.module)).ToArray();
        var calls = new int[named.Length];
        var hooks = named.Select((n, i) => n.Item2.register_forward_hook((_, _, output) =>
        {
            calls[i]++;
            return output;
        })).ToArray();
        network.Output(LevelExecution.Masked, FilterMask.Full(network.Graph));
        foreach (var hook in hooks) hook.remove();
        return named.Where((_, i) => calls[i] == 1).Select(n => n.name).ToArray();
    }

    private static Tensor[] Features(DenseNetwork network, IReadOnlyList<FeatureSite> sites, LevelExecution execution, FilterMask mask)
    {
        var weights = network.Weights(execution, mask);
        return network.Working.Evaluate(weights, () =>
        {
            using var capture = new FeatureCapture(sites);
            network.Model.call(network.Input);
            return capture.Read(weights).Select(f => f.clone()).ToArray();
        });
    }
}
