namespace HierKD.Tests;

/// <summary>Parameters and multiply-adds, counted by hand.</summary>
public sealed class ModelCostTests : ScopedTest
{
    [Fact]
    public void A_whole_network_costs_what_its_layers_cost()
    {
        var graph = Discover("vgg");
        var full = FilterMask.Full(graph);
        LayerCost[] expected =
        [
            new("features.0", 4 * 2 * 9, 4 * 2 * 9 * 64),
            new("features.1", 8, 0),
            new("features.3", 6 * 4 * 9, 6 * 4 * 9 * 64),
            new("features.4", 12, 0),
            new("features.7", 8 * 6 * 9, 8 * 6 * 9 * 16),
            new("features.8", 16, 0),
            new("classifier.0", 32 * 10 + 10, 320),
            new("classifier.2", 10 * 3 + 3, 30),
        ];
        Assert.Equal(expected, graph.Cost.Layers(full));
        Assert.Equal(expected.Sum(l => l.Parameters), graph.Cost.Parameters(full));
        Assert.Equal(expected.Sum(l => l.MultiplyAdds), graph.Cost.MultiplyAdds(full));
    }

    [Fact]
    public void A_mask_takes_filters_inputs_and_statistics_off_the_cost()
    {
        var graph = Discover("vgg");
        // 6 -> 2, 8 -> 3 (four positions each in the linear layer), 10 -> 7.
        var mask = FilterMask.Of(graph, [Keep(6, 2), Keep(8, 3), Keep(10, 7)]);
        LayerCost[] expected =
        [
            new("features.0", 72, 72 * 64),
            new("features.1", 8, 0),
            new("features.3", 2 * 4 * 9, 2 * 4 * 9 * 64),
            new("features.4", 4, 0),
            new("features.7", 3 * 2 * 9, 3 * 2 * 9 * 16),
            new("features.8", 6, 0),
            new("classifier.0", 12 * 7 + 7, 84),
            new("classifier.2", 7 * 3 + 3, 21),
        ];
        Assert.Equal(expected, graph.Cost.Layers(mask));
    }

    [Fact]
    public void Depthwise_convolutions_cost_a_filter_for_each_channel()
    {
        var graph = Discover("depthwise");
        var mask = FilterMask.Of(graph, [Keep(8, 5), Keep(5, 2)]);
        var cost = graph.Cost.Layers(mask).ToDictionary(l => l.Layer);
        Assert.Equal((6 * 9 + 6, 6 * 9 * 36), (cost["features.3"].Parameters, cost["features.3"].MultiplyAdds));
        Assert.Equal((5 * 9, 5 * 9 * 9), (cost["features.9"].Parameters, cost["features.9"].MultiplyAdds));
        Assert.Equal((2 * 5, 2 * 5 * 9), (cost["features.12"].Parameters, cost["features.12"].MultiplyAdds));
    }

    [Fact]
    public void A_transposed_convolution_costs_its_weight_at_every_input_position()
    {
        var graph = Discover("transposed");
        var cost = graph.Cost.Layers(FilterMask.Full(graph)).Single(l => l.Layer == "up");
        Assert.Equal((4 * 6 * 4 + 6, 4 * 6 * 4 * 9), (cost.Parameters, cost.MultiplyAdds));
    }

    [Fact]
    public void A_linear_layer_costs_its_weight_for_every_token()
    {
        var graph = Discover("tokens");
        Assert.Equal([3 * 18, 3 * 30, 3 * 20], graph.Cost.Layers(FilterMask.Full(graph)).Select(l => l.MultiplyAdds));
    }

    [Fact]
    public void The_cost_of_a_mask_is_the_size_of_the_model_after_removal()
    {
        foreach (var name in TestNetwork.Names)
        {
            var network = TestNetwork.Named(name);
            using var model = network.Create(float32);
            var graph = FilterGraph.Discover(model, network.Input(float32), network.Options);
            var mask = FilterMasks.Random(graph, seed: 4);
            var expected = graph.Cost.Parameters(mask);
            foreach (var layer in graph.Layers) LayerShrinker.Shrink(layer, mask.ToSelection()[layer.Name]);
            Assert.Equal(model.parameters().Sum(p => p.numel()), expected);
        }
    }

    private static FilterGraph Discover(string name)
    {
        var network = TestNetwork.Named(name);
        return FilterGraph.Discover(network.Create(float32), network.Input(float32));
    }

    private static IEnumerable<bool> Keep(int filters, int kept) => Enumerable.Range(0, filters).Select(f => f < kept);
}
