using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Channels that hang together with others go together, wherever they are; what cannot be told apart stays.</summary>
public sealed class CoupledChannelsTests : DiscoveryTest
{
    [Fact]
    public void Channels_that_a_residual_addition_couples_go_together()
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
        AssertGroups(model,
            "stem: 6 filters, with b, d, into a, c, head",
            "a: 4 filters, into b",
            "c: 5 filters, into d");
    }

    [Fact]
    public void Concatenated_channels_go_with_their_places_in_the_next_layer()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(cat(new List<Tensor> { layer("a").call(x), layer("b").call(x) }, 1)),
            ("a", Conv(2, 4)), ("b", Conv(2, 3)), ("c", Conv(7, 5)), ("d", Identity()));
        var graph = AssertGroups(model, "a: 4 filters, into c", "b: 3 filters, into c");
        Assert.Equal([0L, 1, 2, 3], graph.Groups[0].Members.Single(m => m.Role == ChannelRole.Consumer).Channels);
        Assert.Equal([4L, 5, 6], graph.Groups[1].Members.Single(m => m.Role == ChannelRole.Consumer).Channels);
    }

    [Fact]
    public void Channels_that_are_concatenated_twice_are_two_for_each_filter()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("a").call(x);
                return layer("b").call(cat(new List<Tensor> { x, x.flip(1) }, 1));
            },
            ("a", Conv(2, 4)), ("b", Conv(8, 5)), ("c", Identity()));
        var graph = AssertGroups(model, "a: 4 filters, into b");
        Assert.Equal([0L, 7, 1, 6, 2, 5, 3, 4], graph.Groups[0].Members.Single(m => m.Role == ChannelRole.Consumer).Channels);
    }

    [Fact]
    public void The_outputs_and_inputs_of_a_layer_that_runs_twice_go_together()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
                layer("d").call(layer("c").call(layer("twice").call(layer("twice").call(layer("a").call(x)).relu()).relu()).relu()),
            ("a", Conv(2, 4)), ("twice", Conv(4, 4)), ("c", Conv(4, 5)), ("d", Conv(5, 2)));
        AssertGroups(model, "a: 4 filters, with twice, into twice, c", "c: 5 filters, into d");
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
    public void A_layer_under_two_names_that_runs_under_both_is_a_layer_that_runs_twice()
    {
        var shared = Conv(4, 4);
        using var model = new ScriptedNet(
            (layer, x) =>
                layer("d").call(layer("c").call(layer("again").call(layer("once").call(layer("a").call(x)).relu()).relu()).relu()),
            ("a", Conv(2, 4)), ("once", shared), ("again", shared), ("c", Conv(4, 5)), ("d", Conv(5, 2)));
        AssertGroups(model, "a: 4 filters, with once, into once, c", "c: 5 filters, into d");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(12)]
    public void Channels_that_change_places_between_two_layers_go_with_their_new_places(int channels)
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x)).flip(1)), ("a", Conv(2, 4)), ("b", Conv(4, channels)),
            ("c", Conv(channels, 2)));
        var group = AssertGroups(model, "a: 4 filters, into b", $"b: {channels} filters, into c").Groups[1];
        Assert.Equal(
            Enumerable.Range(0, channels).Reverse().Select(c => (long)c),
            group.Members.Single(m => m.Role == ChannelRole.Consumer).Channels);
    }

    public static TheoryData<string, int> Shuffles
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var channels in Enumerable.Range(3, 10)) data.Add("rolled by one", channels);
            foreach (var channels in new[] { 4, 6, 8, 12 }) data.Add("halves swapped", channels);
            foreach (var channels in new[] { 6, 9, 12 }) data.Add("shuffled in threes", channels);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shuffles))]
    public void Channels_whose_new_place_depends_on_how_many_there_are_stay(string how, int channels)
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(Move(layer("b").call(layer("a").call(x)))), ("a", Conv(2, 4)), ("b", Conv(4, channels)),
            ("c", Conv(channels, 2)));
        var graph = AssertGroups(model, "a: 4 filters, into b");
        Assert.Contains("without some of them", Reason(graph, "b"), StringComparison.Ordinal);

        Tensor Move(Tensor x) => how switch
        {
            "rolled by one" => cat(new List<Tensor> { x.narrow(1, x.shape[1] - 1, 1), x.narrow(1, 0, x.shape[1] - 1) }, 1),
            "halves swapped" =>
                cat(new List<Tensor> { x.narrow(1, x.shape[1] / 2, x.shape[1] - x.shape[1] / 2), x.narrow(1, 0, x.shape[1] / 2) }, 1),
            _ => x.view(x.shape[0], 3, -1, 6, 6).transpose(1, 2).reshape(x.shape[0], -1, 6, 6),
        };
    }

    private static FilterGraph AssertGroups(Module<Tensor, Tensor> model, params string[] groups)
    {
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(groups, graph.Groups.Select(g => g.ToString()));
        return graph;
    }
}
