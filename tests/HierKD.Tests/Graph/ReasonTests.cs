using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Reasons that tell a user what to look at.</summary>
public sealed class ReasonTests : DiscoveryTest
{
    private static readonly DiscoveryOptions All = new() { PruneFirstLayer = true };

    [Fact]
    public void What_mixes_channels_is_told_by_the_layers_around_it()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x).relu()).cumsum(1)), ("a", Conv(3, 6)), ("b", Conv(6, 8)),
            ("c", Conv(8, 2)));
        var reason = Reason(Discover(model, Image(3), All), "b");
        Assert.Contains(
            "they can only go together, all at once: the forward mixes them between 'b' and 'c'", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_mixes_channels_is_told_by_the_module_whose_inside_cannot_be_seen()
    {
        using var attention = MultiheadAttention(8, 2);
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var h = layer("b").call(layer("a").call(x).relu());
                return layer("c").call(attention.call(h, h, h, null, false, null).Item1);
            },
            ("a", Linear(3, 6)), ("b", Linear(6, 8)), ("c", Linear(8, 2)));
        model.register_module("attention", attention);
        var reason = Reason(Discover(model, rand(4, 2, 3), All), "b");
        Assert.Contains("between 'b' and 'c'", reason, StringComparison.Ordinal);
        Assert.Contains("'attention' (MultiheadAttention), whose inside cannot be seen", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_forward_throws_is_told()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var h = layer("b").call(layer("a").call(x).relu());
                return h.shape[1] == 8 ? layer("c").call(h) : throw new ArgumentException("I was told eight channels");
            },
            ("a", Conv(3, 6)), ("b", Conv(6, 8)), ("c", Conv(8, 2)));
        Assert.Contains("I was told eight channels", Reason(Discover(model, Image(3), All), "b"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_a_module_of_a_known_kind()
    {
        using var model = LSTM(3, 4);
        var x = rand(2, 5, 3);
        var failure = Assert.Throws<ArgumentException>(
            "model", () => FilterGraph.Discover(model, [x], forward: x => [model.call(x[0]).Item1]));
        Assert.Contains("no module of a kind that HierKD can shrink", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(": .", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_channels_that_a_layer_keeps()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("norm").call(layer("b").call(layer("a").call(x).relu())).relu()), ("a", Conv(3, 6)),
            ("b", Conv(6, 4)), ("norm", BatchNorm2d(4)), ("c", Conv(4, 2)));
        var graph = Discover(model, Image(3), All);
        var mask = FilterMask.Of(graph, [[true, false, true, true, false, true], [false, true, true, false]]);
        Assert.Equal([0, 2, 3, 5], mask.KeptChannels("a"));
        Assert.Equal([0, 2, 3, 5], mask.KeptChannels("b", ChannelSide.Inputs));
        Assert.Equal([1, 2], mask.KeptChannels("b"));
        Assert.Equal([1, 2], mask.KeptChannels("norm"));
        Assert.Equal([1, 2], mask.KeptChannels("norm", ChannelSide.Inputs));
        Assert.Equal([0, 1, 2], mask.KeptChannels("a", ChannelSide.Inputs));
        Assert.Equal([0, 1], mask.KeptChannels("c"));
        Assert.Contains(
            "a, b, norm, c", Assert.Throws<ArgumentException>("layer", () => mask.KeptChannels("d")).Message, StringComparison.Ordinal);
    }
}
