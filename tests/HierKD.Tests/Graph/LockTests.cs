using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>What cannot be removed stays, with a reason; what can still goes.</summary>
public sealed class LockTests : ScopedTest
{
    private static Module<Tensor, Tensor> Conv(int inputs, int outputs, int groups = 1) => Conv2d(inputs, outputs, kernel_size: 3, padding: 1, groups: groups);

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

    [Fact]
    public void Channels_that_a_residual_addition_couples_stay_and_inner_ones_go()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("stem").call(x).relu();
                x = (x + layer("b").call(layer("a").call(x).relu())).relu();
                x = (x + layer("d").call(layer("c").call(x).relu())).relu();
                return layer("head").call(x.mean([2, 3]));
            },
            ("stem", Conv(2, 6)), ("a", Conv(6, 4)), ("b", Conv(4, 6)), ("c", Conv(6, 5)), ("d", Conv(5, 6)), ("head", Linear(6, 3)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a", "c"], graph.Groups.Select(g => g.Name));
        Assert.Equal(["stem", "b", "d", "head"], graph.Locks.Select(l => l.Layer).Order(Comparer<string>.Create((p, q) => Order(p) - Order(q))));
        Assert.All(["stem", "b", "d"], name => Assert.Contains("coupled", Reason(graph, name), StringComparison.Ordinal));

        static int Order(string name) => Array.IndexOf(["stem", "a", "b", "c", "d", "head"], name);
    }

    [Fact]
    public void Concatenated_channels_stay()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(cat([layer("a").call(x), layer("b").call(x)], 1)),
            ("a", Conv(2, 4)), ("b", Conv(2, 4)), ("c", Conv(8, 5)), ("d", Identity()));
        var failure = Assert.Throws<ArgumentException>(() => FilterGraph.Discover(model, Image(2), new() { PruneFirstLayer = true }));
        Assert.Contains("no removable filters", failure.Message, StringComparison.Ordinal);
        Assert.Contains("a: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_runs_twice_keeps_its_channels()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("d").call(layer("c").call(layer("twice").call(layer("twice").call(layer("a").call(x)).relu()).relu()).relu()),
            ("a", Conv(2, 4)), ("twice", Conv(4, 4)), ("c", Conv(4, 5)), ("d", Conv(5, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["c"], graph.Groups.Select(g => g.Name));
        Assert.Contains("runs several times", Reason(graph, "a"), StringComparison.Ordinal);
        Assert.Contains("runs several times", Reason(graph, "twice"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_under_two_names_keeps_its_channels()
    {
        var shared = Conv(4, 4);
        using var model = new ScriptedNet(
            (layer, x) => layer("d").call(layer("c").call(layer("again").call(layer("once").call(layer("a").call(x)).relu()).relu()).relu()),
            ("a", Conv(2, 4)), ("once", shared), ("again", shared), ("c", Conv(4, 5)), ("d", Conv(5, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["c"], graph.Groups.Select(g => g.Name));
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

    public static TheoryData<string, int> Shuffles
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var channels in Enumerable.Range(2, 11)) data.Add("mirrored", channels);
            foreach (var channels in Enumerable.Range(2, 11)) data.Add("rolled by one", channels);
            foreach (var channels in new[] { 4, 6, 8, 12 }) data.Add("halves swapped", channels);
            foreach (var channels in new[] { 6, 9, 12 }) data.Add("shuffled in threes", channels);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shuffles))]
    public void Channels_that_change_places_between_two_layers_stay(string how, int channels)
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(Move(layer("b").call(layer("a").call(x)))), ("a", Conv(2, 4)), ("b", Conv(4, channels)), ("c", Conv(channels, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a"], graph.Groups.Select(g => g.Name));

        Tensor Move(Tensor x) => how switch
        {
            "mirrored" => x.flip(1),
            "rolled by one" => cat([x.narrow(1, x.shape[1] - 1, 1), x.narrow(1, 0, x.shape[1] - 1)], 1),
            "halves swapped" => cat([x.narrow(1, x.shape[1] / 2, x.shape[1] - x.shape[1] / 2), x.narrow(1, 0, x.shape[1] / 2)], 1),
            _ => x.view(x.shape[0], 3, -1, 6, 6).transpose(1, 2).reshape(x.shape[0], -1, 6, 6),
        };
    }

    [Fact]
    public void A_normalised_input_leaves_the_first_convolution_the_first_layer()
    {
        using var model = TrainedWeights.Give(Sequential(("norm", BatchNorm2d(2)), ("a", Conv(2, 4)), ("b", Conv(4, 5)), ("c", Conv(5, 2))), seed: 2);
        var graph = Discover(model, Image(2));
        Assert.Equal(["b"], graph.Groups.Select(g => g.Name));
    }

    private static FilterGraph Discover(Module<Tensor, Tensor> model, Tensor input, DiscoveryOptions? options = null)
    {
        var snapshot = new ModelSnapshot(model);
        var graph = FilterGraph.Discover(model, input, options);
        snapshot.AssertUnchanged();
        return graph;
    }

    private static string Reason(FilterGraph graph, string layer) => graph.Locks.Single(l => l.Layer == layer).Reason;

    private static Tensor Image(int channels)
    {
        using var generator = new Generator(11);
        return randn(3, channels, 6, 6, generator: generator);
    }
}
