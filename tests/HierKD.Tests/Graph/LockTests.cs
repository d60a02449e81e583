using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>What cannot be removed stays, with a reason; what can still goes.</summary>
public sealed class LockTests : DiscoveryTest
{
    [Fact]
    public void An_excluded_layer_keeps_every_channel_out_and_in()
    {
        using var model = TestNetwork.Named("plain").Create(float32);
        var graph = Discover(
            model, TestNetwork.Named("plain").Input(float32), new() { ExcludedLayers = ["third"], PruneFirstLayer = true });
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

    [Fact]
    public void Filters_that_reach_a_module_whose_inside_cannot_be_seen_stay()
    {
        using var attention = MultiheadAttention(4, 2);
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("b").call(layer("a").call(x).relu()).flatten(2).permute(2, 0, 1);
                x = attention.call(x, x, x).Item1.permute(1, 2, 0);
                return layer("d").call(layer("c").call(x.relu()).relu());
            },
            ("a", Conv(2, 5)), ("b", Conv(5, 4)), ("c", Conv1d(4, 5, 1)), ("d", Conv1d(5, 2, 1)));
        model.register_module("attention", attention);
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a", "c"], graph.Groups.Select(g => g.Name));
        Assert.Contains("'attention' (MultiheadAttention)", Reason(graph, "b"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_of_the_users_own_goes_with_the_filters_that_meet_it()
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
        Assert.Equal(
            ["a: 5 filters, into b", "b: 4 filters, through product.scale, into c", "c: 5 filters, into d"],
            graph.Groups.Select(g => g.ToString()));
    }

    [Fact]
    public void Layers_that_share_a_weight_keep_their_filters()
    {
        var (once, again) = (Linear(4, 4), Linear(4, 4));
        again.weight = once.weight;
        using var model = new ScriptedNet(
            (layer, x) =>
                layer("d").call(layer("c").call(layer("again").call(layer("once").call(layer("a").call(x)).relu()).relu()).relu()),
            ("a", Linear(2, 4)), ("once", once), ("again", again), ("c", Linear(4, 5)), ("d", Linear(5, 2)));
        var graph = Discover(model, ones(3, 2), new() { PruneFirstLayer = true });
        Assert.Equal(["c"], graph.Groups.Select(g => g.Name));
        Assert.Contains("it shares a tensor with layer 'again'", Reason(graph, "once"), StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_whose_values_are_swallowed_stay()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x).nan_to_num()).relu()), ("a", Conv(2, 4)), ("b", Conv(4, 5)),
            ("c", Conv(5, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["b"], graph.Groups.Select(g => g.Name));
        Assert.Contains("nothing is seen to read", Reason(graph, "a"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unused_layer_keeps_its_filters_and_is_said_to_be_unused()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x)).relu()), ("a", Conv(2, 4)), ("b", Conv(4, 5)),
            ("c", Conv(5, 2)), ("spare", Conv(4, 7)));
        var graph = Discover(model, Image(2));
        Assert.Equal(["b"], graph.Groups.Select(g => g.Name));
        Assert.Equal(
            new FilterLock("spare", "the forward does not use it", 7, 7), graph.Locks.Single(l => l.Layer == "spare"));
    }

    [Fact]
    public void A_layer_that_is_called_past_its_hooks_locks_what_it_touches_and_says_what_to_write()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("d").call(layer("c").call(layer("b").forward(layer("a").call(x)).relu()).relu()),
            ("a", Conv(2, 4)), ("b", Conv(4, 5)), ("c", Conv(5, 6)), ("d", Conv(6, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["c: 6 filters, into d"], graph.Groups.Select(g => g.ToString()));
        Assert.Contains("write b.call(x) in place of b.forward(x)", Reason(graph, "b"), StringComparison.Ordinal);
        Assert.Contains("all at once", Reason(graph, "a"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_coupled_with_the_first_layer_stays_with_it()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("stem").call(x).relu();
                return layer("head").call(x + layer("b").call(layer("a").call(x).relu()));
            },
            ("stem", Conv(2, 4)), ("a", Conv(4, 5)), ("b", Conv(5, 4)), ("head", Conv(4, 2)));
        var graph = Discover(model, Image(2));
        Assert.Equal(["a"], graph.Groups.Select(g => g.Name));
        Assert.Contains("it is the first layer", Reason(graph, "stem"), StringComparison.Ordinal);
        Assert.Contains("coupled with the filters of layer 'stem', which is the first layer", Reason(graph, "b"), StringComparison.Ordinal);
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
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x).relu())), ("a", Conv(2, 4)), ("b", Conv(4, 1)),
            ("c", Conv(1, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a"], graph.Groups.Select(g => g.Name));
        Assert.Contains("single filter", Reason(graph, "b"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_normalised_input_leaves_the_first_convolution_the_first_layer()
    {
        using var model =
            TrainedWeights.Give(Sequential(("norm", BatchNorm2d(2)), ("a", Conv(2, 4)), ("b", Conv(4, 5)), ("c", Conv(5, 2))), seed: 2);
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
