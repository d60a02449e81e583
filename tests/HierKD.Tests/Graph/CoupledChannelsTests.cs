using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Channels that hang together with others, or change places, stay; a model is never made wrong.</summary>
public sealed class CoupledChannelsTests : DiscoveryTest
{
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
            (layer, x) => layer("c").call(cat(new List<Tensor> { layer("a").call(x), layer("b").call(x) }, 1)),
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
    public void A_layer_under_two_names_that_runs_once_is_one_layer()
    {
        var (b, c) = (Conv(4, 6), Conv(6, 5));
        using var model = new ScriptedNet(
            (layer, x) => layer("d").call(layer("c").call(layer("b").call(layer("a").call(x)).relu()).relu()),
            ("a", Conv(2, 4)), ("b", b), ("c", c), ("d", Conv(5, 2)), ("again", Sequential(b, c)));
        var graph = Discover(model, Image(2));
        Assert.Equal(["b", "c"], graph.Groups.Select(g => g.Name));
        Assert.Equal(["a", "b", "c", "d"], graph.Cost.Layers(FilterMask.Full(graph)).Select(l => l.Layer));
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
            "rolled by one" => cat(new List<Tensor> { x.narrow(1, x.shape[1] - 1, 1), x.narrow(1, 0, x.shape[1] - 1) }, 1),
            "halves swapped" => cat(new List<Tensor> { x.narrow(1, x.shape[1] / 2, x.shape[1] - x.shape[1] / 2), x.narrow(1, 0, x.shape[1] / 2) }, 1),
            _ => x.view(x.shape[0], 3, -1, 6, 6).transpose(1, 2).reshape(x.shape[0], -1, 6, 6),
        };
    }
}
