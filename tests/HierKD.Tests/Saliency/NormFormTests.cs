namespace HierKD.Tests;

/// <summary>The gate gradient read off normalisations: equal to the one at the consumers where it may be used, refused elsewhere.</summary>
public sealed class NormFormTests : ScopedTest
{
    private static readonly string[] Allowed = ["vgg", "cifar resnet", "resnet", "bottleneck resnet", "resnext", "densenet", "googlenet", "u-net"];

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
                    TensorAssert.Close(consumers, Saliency.CascadedGate(signed: true, form: GateForm.Norms).Score(group, step), 1e-9 * scale, group.Name);
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
    [InlineData("plain", "no normalisation")]
    [InlineData("mobilenet v1", "a depthwise convolution and a second normalisation between")]
    [InlineData("mobilenet v2", "the same")]
    [InlineData("efficientnet", "SiLU and gates")]
    [InlineData("convnext", "GELU")]
    public void Other_networks_have_groups_without_it_and_are_refused(string name, string why)
    {
        using var network = new DenseNetwork(name);
        var scorer = Saliency.GateGradient(form: GateForm.Norms);
        var failure = Assert.Throws<ArgumentException>("graph", () => scorer.RequireScorable(network.Graph));
        Assert.Contains("GateForm.Consumers", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"'{network.Graph.Groups.First(g => !g.HasNormForm).Name}'", failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(why);
        Saliency.GateGradient().RequireScorable(network.Graph);
    }

    [Fact]
    public void No_group_that_meets_another_function_than_one_that_scales_has_it()
    {
        foreach (var name in new[] { "mobilenet v3", "efficientnet", "glu", "gate", "instance norm" })
        {
            using var network = new DenseNetwork(name);
            foreach (var group in network.Graph.Groups.Where(g => g.HasNormForm)) Assert.DoesNotContain(group.Members, m => m.Target is DepthwiseLayer or PReLULayer);
        }
    }

    [Fact]
    public void A_session_refuses_it_at_the_door()
    {
        var network = TestNetwork.Named("mobilenet v2");
        using var model = network.Create(float32);
        var snapshot = new ModelSnapshot(model);
        Assert.Throws<ArgumentException>("graph", () => HierarchicalPruner.Start(model, network.Input(float32), new() { Scorer = Saliency.CascadedGate(form: GateForm.Norms) }));
        snapshot.AssertUnchanged();
    }
}
