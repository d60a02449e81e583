using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>The groups that discovery finds on chains, written out by hand.</summary>
public sealed class ChainDiscoveryTests : ScopedTest
{
    private static readonly Dictionary<string, string[]> Groups = new()
    {
        ["vgg"] =
        [
            "features.3: 6 filters, through features.4, into features.7",
            "features.7: 8 filters, through features.8, into classifier.0",
            "classifier.0: 10 filters, into classifier.2",
        ],
        ["plain"] = ["second: 7 filters, into third", "third: 4 filters, into output"],
        ["depthwise"] =
        [
            "features.6: 8 filters, through features.7, features.9, features.10, into features.12",
            "features.12: 5 filters, through features.13, into output",
        ],
        ["sequence"] = ["features.4: 6 filters, through features.5, into head.0", "head.0: 9 filters, through head.1, into head.3"],
        ["transposed"] = ["up: 6 filters, into same", "same: 5 filters, into output"],
        ["tokens"] = ["layers.2: 5 filters, into layers.4"],
    };

    private static readonly Dictionary<string, (string First, string Last)> Ends = new()
    {
        ["vgg"] = ("features.0", "classifier.2"),
        ["plain"] = ("first", "output"),
        ["depthwise"] = ("features.0", "output"),
        ["sequence"] = ("features.0", "head.3"),
        ["transposed"] = ("down", "output"),
        ["tokens"] = ("layers.0", "layers.4"),
    };

    public static TheoryData<string> Networks => TestNetwork.AllChains;

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_layer_between_the_first_and_the_last_gives_a_group(string name)
    {
        using var model = TestNetwork.Named(name).Create(float32);
        var graph = FilterGraph.Discover(model, TestNetwork.Named(name).Input(float32));
        Assert.Equal(Groups[name], graph.Groups.Select(g => g.ToString()));
        Assert.Equal(Enumerable.Range(0, graph.Groups.Count), graph.Groups.Select(g => g.Index));
        Assert.Equal(graph.Groups.Sum(g => g.Filters), graph.Filters);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_first_and_the_last_layer_keep_their_filters_and_say_why(string name)
    {
        using var model = TestNetwork.Named(name).Create(float32);
        var graph = FilterGraph.Discover(model, TestNetwork.Named(name).Input(float32));
        Assert.Equal([Ends[name].First, Ends[name].Last], graph.Locks.Select(l => l.Layer));
        Assert.Contains("first layer", graph.Locks[0].Reason, StringComparison.Ordinal);
        Assert.Contains("model's outputs", graph.Locks[1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_first_layer_gives_a_group_when_it_is_asked_for(string name)
    {
        using var model = TestNetwork.Named(name).Create(float32);
        var graph = FilterGraph.Discover(model, TestNetwork.Named(name).Input(float32), new() { PruneFirstLayer = true });
        Assert.Equal(Ends[name].First, graph.Groups[0].Name);
        Assert.Equal([Ends[name].Last], graph.Locks.Select(l => l.Layer));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Discovery_leaves_the_model_as_it_was(string name)
    {
        var network = TestNetwork.Named(name);
        using var model = network.Create(float32);
        model.named_modules().Last().module.eval();
        model.parameters().First().requires_grad = false;
        model.call(network.Input(float32)).square().mean().backward();
        var snapshot = new ModelSnapshot(model);
        FilterGraph.Discover(model, network.Input(float32));
        snapshot.AssertUnchanged();
    }

    [Fact]
    public void A_filter_that_is_flattened_owns_all_its_positions_in_the_linear_layer()
    {
        using var model = TestNetwork.Named("vgg").Create(float32);
        var graph = FilterGraph.Discover(model, TestNetwork.Named("vgg").Input(float32));
        var group = graph.Groups.Single(g => g.Name == "features.7");
        var consumer = group.Members.Single(m => m.Role == ChannelRole.Consumer);
        Assert.Equal(("classifier.0", 4), (consumer.Layer, consumer.ChannelsPerFilter));
        Assert.Equal([8L, 9, 10, 11, 28, 29, 30, 31], consumer.ChannelsOf([2, 7]));
    }

    [Fact]
    public void Dropout_is_no_obstacle()
    {
        using var model = TrainedWeights.Give(new SequenceNet(dropout: 0.5), seed: 3);
        var graph = FilterGraph.Discover(model, TestNetwork.Named("sequence").Input(float32));
        Assert.Equal(["features.4", "head.0"], graph.Groups.Select(g => g.Name));
    }

    [Fact]
    public void A_network_that_is_one_sequential_is_found_as_well()
    {
        using var model = TrainedWeights.Give(Sequential(
            ("a", Conv2d(1, 3, kernel_size: 3)), ("relu", ReLU()), ("b", Conv2d(3, 4, kernel_size: 3)),
            ("c", Conv2d(4, 2, kernel_size: 1))), seed: 1);
        var graph = FilterGraph.Discover(model, ones(1, 1, 8, 8));
        Assert.Equal("b: 4 filters, into c", graph.Groups.Single().ToString());
    }

    [Fact]
    public void The_text_names_groups_and_locks()
    {
        using var model = TestNetwork.Named("plain").Create(float32);
        var text = FilterGraph.Discover(model, TestNetwork.Named("plain").Input(float32)).ToString();
        Assert.Contains("2 groups, 11 removable filters", text, StringComparison.Ordinal);
        Assert.Contains("second: 7 filters, into third", text, StringComparison.Ordinal);
        Assert.Contains("output keeps its filters: its outputs are the model's outputs", text, StringComparison.Ordinal);
    }
}
