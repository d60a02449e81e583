using HierKD.Models.Special;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Discovery through a delegate: any number of inputs and outputs.</summary>
public sealed class GeneralFormTests : DiscoveryTest
{
    [Fact]
    public void A_model_of_two_inputs_and_two_outputs()
    {
        using var model = TrainedWeights.Give(new TwoInputsTwoOutputsNet(), seed: 3);
        var (image, vector) = (Image(3), ones(3, 6));
        var snapshot = new ModelSnapshot(model);
        var graph = FilterGraph.Discover(model, [image, vector], new() { PruneFirstLayer = true });
        snapshot.AssertUnchanged();
        Assert.Equal(
            ["image: 8 filters, with vector, into shared", "shared: 8 filters, into classifier, mask"],
            graph.Groups.Select(g => g.ToString()));
        Assert.Equal(["classifier", "mask"], graph.Locks.Select(l => l.Layer));

        var mask = FilterMasks.Random(graph, seed: 4);
        FilterRemoval.Apply(model, mask);
        var (small, smallMap) = model.call(image, vector);
        Assert.Equal((3, 5, 1), (small.shape[0], small.shape[1], smallMap.shape[1]));
        Assert.Equal(graph.Cost.Parameters(mask), model.parameters().Sum(p => p.numel()));
    }

    [Theory]
    [InlineData("vgg")]
    [InlineData("densenet")]
    [InlineData("transformer")]
    [InlineData("glu")]
    public void It_finds_what_the_form_of_one_input_finds(string name)
    {
        var network = TestNetwork.Named(name);
        using var model = network.Create(float32);
        var input = network.Input(float32);
        var expected = FilterGraph.Discover(model, input, network.Options);
        var graph = FilterGraph.Discover(model, [input], network.Options, x => [model.call(x[0])]);
        Assert.Equal(expected.ToString(), graph.ToString());
        foreach (var (group, other) in expected.Groups.Zip(graph.Groups))
        {
            Assert.Equal(group.Members.Select(m => (m.Layer, m.Side)), other.Members.Select(m => (m.Layer, m.Side)));
            Assert.All(group.Members.Zip(other.Members), m => Assert.Equal(m.First.Channels, m.Second.Channels));
        }
        Assert.Equal(expected.Cost.MultiplyAdds(FilterMask.Full(expected)), graph.Cost.MultiplyAdds(FilterMask.Full(graph)));
    }

    [Fact]
    public void A_forward_that_throws_or_returns_nothing_is_refused()
    {
        using var model = Sequential(("a", Linear(2, 4)), ("b", Linear(4, 5)), ("c", Linear(5, 2)));
        using var x = ones(2, 2);
        var failure = Assert.Throws<ArgumentException>(
            "exampleInputs", () => FilterGraph.Discover(model, [x], forward: _ => throw new InvalidOperationException("no camera")));
        Assert.Contains("no camera", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("exampleInputs", () => FilterGraph.Discover(model, [x], forward: _ => []));
        Assert.Throws<ArgumentException>("model", () => FilterGraph.Discover(model, [x], forward: _ => [ones(2, 2, dtype: int64)]));
        Assert.Throws<ArgumentException>("exampleInputs", () => FilterGraph.Discover(model, [x, x]));
        Assert.Throws<ArgumentException>("exampleInputs", () => FilterGraph.Discover(model, [null!]));
        Assert.Throws<ArgumentNullException>("model", () => FilterGraph.Discover(null!, [x]));
    }
}
