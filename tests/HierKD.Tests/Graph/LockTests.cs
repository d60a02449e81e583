using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>What cannot be removed stays, with a reason; what can still goes.</summary>
public sealed class LockTests : DiscoveryTest
{
    [Fact]
    public void An_excluded_layer_keeps_every_channel_out_and_in()
    {
        using var model = TestNetwork.Named("plain").Create(float32);
        var graph = Discover(model, TestNetwork.Named("plain").Input(float32), new() { ExcludedLayers = ["third"], PruneFirstLayer = true });
        Assert.Equal(["first"], graph.Groups.Select(g => g.Name));
        Assert.Contains("inputs of layer 'third', which is excluded", Reason(graph, "second"), StringComparison.Ordinal);
        Assert.Contains("it is excluded", Reason(graph, "third"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_excluded_normalisation_keeps_the_filters_that_pass_through_it()
    {
        using var model = TestNetwork.Named("vgg").Create(float32);
        var graph = Discover(model, TestNetwork.Named("vgg").Input(float32), new() { ExcludedLayers = ["features.4"] });
        Assert.Equal(["features.7", "classifier.0"], graph.Groups.Select(g => g.Name));
        Assert.Contains("'features.4', which is excluded", Reason(graph, "features.3"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grouped")]
    [InlineData("layernorm")]
    public void Filters_that_reach_a_layer_of_an_unknown_kind_stay(string kind)
    {
        Module<Tensor, Tensor> unknown = kind == "grouped" ? Conv(4, 4, groups: 2) : LayerNorm([4, 6, 6]);
        using var model = new ScriptedNet(
            (layer, x) => layer("e").call(layer("d").call(layer("c").call(layer("unknown").call(layer("b").call(layer("a").call(x)))).relu()).relu()),
            ("a", Conv(2, 5)), ("b", Conv(5, 4)), ("unknown", unknown), ("c", Conv(4, 5)), ("d", Conv(5, 3)), ("e", Conv(3, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a", "c", "d"], graph.Groups.Select(g => g.Name));
        Assert.Contains($"'unknown', which is of a kind that HierKD cannot shrink ({unknown.GetType().Name})", Reason(graph, "b"), StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_that_reach_a_module_that_cannot_be_watched_stay()
    {
        using var product = new Product();
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("b").call(layer("a").call(x).relu());
                return layer("d").call(layer("c").call(product.call(x, x.sigmoid())).relu());
            },
            ("a", Conv(2, 5)), ("b", Conv(5, 4)), ("c", Conv(4, 5)), ("d", Conv(5, 2)));
        model.register_module("product", product);
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a", "c"], graph.Groups.Select(g => g.Name));
        Assert.Contains(graph.Locks, l => l.Layer == "b");
    }

    [Fact]
    public void A_size_that_is_written_into_the_forward_keeps_the_filters()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("head").call(layer("b").call(layer("a").call(x)).view(-1, 5 * 6 * 6)),
            ("a", Conv(2, 4)), ("b", Conv(4, 5)), ("head", Linear(5 * 6 * 6, 3)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a"], graph.Groups.Select(g => g.Name));
        Assert.Contains(graph.Locks, l => l.Layer == "b");
    }

    [Fact]
    public void A_layer_with_a_single_filter_keeps_it()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x).relu())), ("a", Conv(2, 4)), ("b", Conv(4, 1)), ("c", Conv(1, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a"], graph.Groups.Select(g => g.Name));
        Assert.Contains("single filter", Reason(graph, "b"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_normalised_input_leaves_the_first_convolution_the_first_layer()
    {
        using var model = TrainedWeights.Give(Sequential(("norm", BatchNorm2d(2)), ("a", Conv(2, 4)), ("b", Conv(4, 5)), ("c", Conv(5, 2))), seed: 2);
        var graph = Discover(model, Image(2));
        Assert.Equal(["b"], graph.Groups.Select(g => g.Name));
    }

    /// <summary>Two inputs and a weight for each of four channels.</summary>
    private sealed class Product : Module<Tensor, Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter scale = new(full([1, 4, 1, 1], 0.5));

        public Product()
            : base(nameof(Product)) => RegisterComponents();

        public override Tensor forward(Tensor left, Tensor right) => left * right * scale;
    }
}
