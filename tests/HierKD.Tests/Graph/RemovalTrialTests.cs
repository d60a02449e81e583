using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>What a probe cannot see and only some masks or some values bring to light.</summary>
public sealed class RemovalTrialTests : DiscoveryTest
{
    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    public void A_split_whose_parts_nothing_reads_still_wants_an_even_number(int width)
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("a").call(x);
                _ = functional.glu(x, 1);
                return layer("b").call(x.relu());
            },
            ("a", Conv(2, width)), ("b", Conv(width, 3)));
        var failure = Assert.Throws<ArgumentException>("model", () => Discover(model, Image(2), new() { PruneFirstLayer = true }));
        Assert.Contains("the forward pass fails without some of them", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(16)]
    public void Layers_of_one_width_that_a_split_by_number_ties_together_stay_or_go_alike(int width)
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var (a, b, c) = (layer("a").call(x), layer("b").call(x), layer("c").call(x));
                var halves = cat(new List<Tensor> { a, c }, 1).chunk(2, 1);
                return layer("d").call(halves[0].relu()) + layer("e").call(halves[1].relu()) + layer("f").call(b.relu());
            },
            ("a", Conv(2, width)), ("b", Conv(2, width)), ("c", Conv(2, width)), ("d", Conv(width, 3)), ("e", Conv(width, 3)),
            ("f", Conv(width, 3)));
        Assert.Equal(
            [$"a: {width} filters, with c, into d, e", $"b: {width} filters, into f"],
            Discover(model, Image(2), new() { PruneFirstLayer = true }).Groups.Select(g => g.ToString()));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(10)]
    public void Where_every_other_channel_is_taken_neighbours_go_together(int width)
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("a").call(x);
                return layer("b").call(x.relu()) + layer("c").call(x[.., TensorIndex.Slice(null, null, 2)]);
            },
            ("a", Conv(2, width)), ("b", Conv(width, 3)), ("c", Conv(width / 2, 3)));
        var group = Discover(model, Image(2), new() { PruneFirstLayer = true }).Groups.Single();
        Assert.Equal(width / 2, group.Filters);
        Assert.Equal(Enumerable.Range(0, width).Select(c => (long)c), group.Members.Single(m => m.Role == ChannelRole.Producer).Channels);
    }

    [Fact]
    public void A_coupling_that_a_normalisation_hides_in_the_output_is_seen_where_a_layer_reads()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("a").call(x);
                x = layer("b").call((x * x.nan_to_num().mean([1], keepdim: true)).mean([2, 3]));
                return layer("c").call(layer("norm").call(x * 1e6));
            },
            ("a", Conv(2, 5)), ("b", Linear(5, 2)), ("norm", LayerNorm([2])), ("c", Linear(2, 3)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.DoesNotContain("a", graph.Groups.Select(g => g.Name));
        Assert.Contains("layer 'b' reads other values", Reason(graph, "a"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rectifier_that_is_dead_hides_nothing()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call((layer("b").call(layer("a").call(x).roll(1, 1)) - 1e9).relu()), ("a", Conv(2, 5)),
            ("b", Conv(5, 6)), ("c", Conv(6, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["b"], graph.Groups.Select(g => g.Name));
        Assert.Contains("layer 'b' reads other values", Reason(graph, "a"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tensor_of_the_models_own_meets_its_own_type(bool wrong)
    {
        // In another type the matmul would be refused, which ends the process under TorchSharp.
        using var mixture = rand(8, 8);
        List<ScalarType> met = [];
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("a").call(x).relu();
                x = layer("b").call(wrong ? x.nan_to_num().roll(1, 1) : x).relu();
                met.Add(x.dtype);
                return layer("c").call(x.flatten(2).matmul(mixture).unsqueeze(3));
            },
            ("a", Conv(2, 5)), ("b", Conv(5, 6)), ("c", Conv(6, 2)));
        model.register_buffer("mixture", mixture);
        var graph = Discover(model, rand(2, 2, 2, 4), new() { PruneFirstLayer = true });
        Assert.Equal(wrong ? ["b"] : ["a", "b"], graph.Groups.Select(g => g.Name));
        Assert.All(met, type => Assert.Equal(float32, type));
    }
}
