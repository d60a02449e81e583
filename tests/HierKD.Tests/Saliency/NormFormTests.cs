namespace HierKD.Tests;

/// <summary>The gate gradient read off normalisations: equal to the one at the consumers where it may be used, refused elsewhere.</summary>
public sealed class NormFormTests : ScopedTest
{
    private static readonly string[] Allowed =
        ["vgg", "cifar resnet", "resnet", "bottleneck resnet", "resnext", "densenet", "googlenet", "u-net"];

    public static TheoryData<string> Networks => TestNetwork.All;

    public static TheoryData<string> AllowedNetworks => new(Allowed);

    [Theory]
    [MemberData(nameof(Networks))]
    public void It_is_the_gradient_at_the_consumers_wherever_a_group_has_it(string name)
    {
        using var network = new DenseNetwork(name);
        foreach (var seed in new[] { 1, 2 })
        {
            var mask = network.MaskOfGates(seed);
            network.Train(network.Weights(LevelExecution.Slim, mask), () =>
            {
                using var quiet = no_grad();
                var step = new LevelStep(new LevelTensors(network.Working, network.Weights(LevelExecution.Slim, mask), mask));
                foreach (var group in network.Graph.Groups.Where(g => g.HasNormForm))
                {
                    var consumers = Saliency.CascadedGate(signed: true).Score(group, step);
                    var scale = Math.Max(1, consumers.abs().max().ToDouble());
                    TensorAssert.Close(
                        consumers, Saliency.CascadedGate(signed: true, form: GateForm.Norms).Score(group, step), 1e-9 * scale, group.Name);
                }
            });
        }
    }

    [Theory]
    [MemberData(nameof(AllowedNetworks))]
    public void Networks_of_convolution_normalisation_and_relu_have_it(string name)
    {
        using var network = new DenseNetwork(name);
        Assert.Contains(network.Graph.Groups, g => g.HasNormForm);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("mobilenet v1")]
    [InlineData("mobilenet v2")]
    [InlineData("efficientnet")]
    [InlineData("convnext")]
    public void Other_networks_have_groups_without_it_and_are_refused(string name)
    {
        using var network = new DenseNetwork(name);
        var scorer = Saliency.GateGradient(form: GateForm.Norms);
        var failure = Assert.Throws<ArgumentException>("graph", () => scorer.RequireScorable(network.Graph));
        Assert.Contains("GateForm.Consumers", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"'{network.Graph.Groups.First(g => !g.HasNormForm).Name}'", failure.Message, StringComparison.Ordinal);
        Saliency.GateGradient().RequireScorable(network.Graph);
    }

    [Theory]
    [InlineData("mobilenet v1")]
    [InlineData("mobilenet v2")]
    [InlineData("mobilenet v3")]
    [InlineData("efficientnet")]
    public void No_group_with_a_depthwise_convolution_between_two_normalisations_has_it(string name)
    {
        using var network = new DenseNetwork(name);
        var groups = network.Graph.Groups
            .Where(g => g.Members.Any(m => m.Target is DepthwiseLayer) && g.Members.Count(m => m.Target.IsNormalization) > 1)
            .ToArray();
        Assert.NotEmpty(groups);
        Assert.All(groups, g => Assert.False(g.HasNormForm, g.Name));
    }

    [Theory]
    [InlineData("relu", true)]
    [InlineData("silu", false)]
    [InlineData("shifted", false)]
    public void Only_functions_that_scale_with_their_input_leave_it(string function, bool expected)
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("norm").call(layer("a").call(x));
                x = function switch { "relu" => x.relu(), "silu" => x.silu(), _ => x.relu() + 0.1 };
                return layer("b").call(nn.functional.max_pool2d(x, 2));
            },
            ("a", nn.Conv2d(2, 4, 3)), ("norm", nn.BatchNorm2d(4)), ("b", nn.Conv2d(4, 3, 1)));
        using var generator = new Generator(3);
        var graph = FilterGraph.Discover(model, randn(2, 2, 8, 8, generator: generator), new() { PruneFirstLayer = true });
        Assert.Equal(expected, Assert.Single(graph.Groups).HasNormForm);
    }

    [Fact]
    public void A_session_refuses_it_at_the_door()
    {
        var network = TestNetwork.Named("mobilenet v2");
        using var model = network.Create(float32);
        var snapshot = new ModelSnapshot(model);
        Assert.Throws<ArgumentException>(
            "graph",
            () => HierarchicalPruner.Start(model, network.Input(float32), new() { Scorer = Saliency.CascadedGate(form: GateForm.Norms) }));
        snapshot.AssertUnchanged();
    }
}
