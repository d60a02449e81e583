using HierKD.Models.Special;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Forwards that treat their batch, their data or their memory in ways of their own.</summary>
public sealed class PeculiarForwardTests : DiscoveryTest
{
    [Fact]
    public void A_path_that_depends_on_the_data_is_refused_with_the_layers_that_differ()
    {
        using var model = new DataDependentNet();
        var snapshot = new ModelSnapshot(model);
        var failure = Assert.Throws<ArgumentException>("model", () => FilterGraph.Discover(model, Image(3)));
        Assert.Contains("another path for other data", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'dark'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'bright'", failure.Message, StringComparison.Ordinal);
        snapshot.AssertUnchanged();
    }

    [Fact]
    public void A_path_that_only_a_probe_changes_is_refused_as_well()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("a").call(x);
                return layer("c").call((x.abs().max().ToDouble() >= 0 ? layer("b") : layer("other")).call(x));
            },
            ("a", Conv(2, 4)), ("b", Conv(4, 5)), ("other", Conv(4, 5)), ("c", Conv(5, 2)));
        var failure = Assert.Throws<ArgumentException>("model", () => FilterGraph.Discover(model, Image(2)));
        Assert.Contains("another path", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_that_does_not_lead_is_probed_as_a_whole()
    {
        // The mean over the leading axis mixes what would be samples.
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("a").call(x).relu();
                return layer("c").call(layer("b").call(x - x.mean([0], keepdim: true)).relu());
            },
            ("a", Linear(3, 4)), ("b", Linear(4, 5)), ("c", Linear(5, 2)));
        using var generator = new Generator(3);
        var graph = Discover(model, randn(6, 2, 3, generator: generator), new() { PruneFirstLayer = true });
        Assert.Equal(["a: 4 filters, into b", "b: 5 filters, into c"], graph.Groups.Select(g => g.ToString()));
        Assert.Equal(6 * 2 * 20, graph.Cost.Layers(FilterMask.Full(graph))[1].MultiplyAdds);
    }

    [Fact]
    public void A_batch_of_one_that_a_squeeze_takes_away_is_probed_as_a_whole()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x).relu().mean([2, 3]).squeeze())).relu(),
            ("a", Conv(2, 8)), ("b", Linear(8, 5)), ("c", Linear(5, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a: 8 filters, into b", "b: 5 filters, into c"], graph.Groups.Select(g => g.ToString()));
    }

    [Fact]
    public void Positions_that_are_folded_into_the_batch_do_no_harm()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var (n, h, w) = (x.shape[0], x.shape[2], x.shape[3]);
                x = layer("b").call(layer("a").call(x).permute(0, 2, 3, 1).reshape(n * h * w, -1)).relu();
                return layer("c").call(x.reshape(n, h * w, -1).mean([1]));
            },
            ("a", Conv(2, 4)), ("b", Linear(4, 5)), ("c", Linear(5, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a: 4 filters, into b", "b: 5 filters, into c"], graph.Groups.Select(g => g.ToString()));
        Assert.Equal(36 * 20, graph.Cost.Layers(FilterMask.Full(graph))[1].MultiplyAdds);
    }

    [Fact]
    public void A_sequence_with_its_steps_first()
    {
        using var model = TrainedWeights.Give(new SequenceFirstNet(), seed: 3);
        using var generator = new Generator(3);
        var graph = Discover(model, randn(5, 2, 6, generator: generator), new() { PruneFirstLayer = true });
        Assert.Equal(2, graph.Groups.Count);
    }

    [Fact]
    public void A_layer_whose_values_are_not_finite_is_named()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x)).clamp(-1, 1).nan_to_num()), ("a", Conv(2, 4)),
            ("b", Conv(4, 5)), ("c", Conv(5, 2)));
        using (no_grad()) ((TorchSharp.Modules.Conv2d)model.named_modules().Single(m => m.name == "b").module).bias!.fill_(double.NaN);
        var failure = Assert.Throws<ArgumentException>("model", () => FilterGraph.Discover(model, Image(2)));
        Assert.Contains("Layer 'b'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_in_the_middle_leaves_the_model_as_it_was()
    {
        var calls = 0;
        using var model = new ScriptedNet(
            (layer, x) => calls++ < 6
                ? layer("c").call(layer("b").call(layer("a").call(x)).relu())
                : throw new InvalidOperationException("out of luck"),
            ("a", Conv(2, 4)), ("b", Conv(4, 5)), ("c", Conv(5, 2)));
        var snapshot = new ModelSnapshot(model);
        Assert.ThrowsAny<Exception>(() => FilterGraph.Discover(model, Image(2)));
        snapshot.AssertUnchanged();
        calls = 0;
        var marked = full([1, 2, 6, 6], double.NaN);
        Assert.True(model.call(marked).isnan().any().ToBoolean());
        Assert.False(model.call(Image(2)).isnan().any().ToBoolean());
    }

    [Fact]
    public void Without_verification_a_size_in_the_forward_is_not_noticed()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("head").call(layer("b").call(layer("a").call(x)).view(-1, 5 * 6 * 6)), ("a", Conv(2, 4)), ("b", Conv(4, 5)),
            ("head", Linear(5 * 6 * 6, 3)));
        Assert.Equal(["a"], Discover(model, Image(2), new() { PruneFirstLayer = true }).Groups.Select(g => g.Name));
        Assert.Equal(["a", "b"], Discover(model, Image(2), new() { PruneFirstLayer = true, Verify = false }).Groups.Select(g => g.Name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void The_number_of_probes_in_a_pass_changes_nothing(int probes)
    {
        var network = TestNetwork.Named("densenet");
        using var model = network.Create(float32);
        var expected = FilterGraph.Discover(model, network.Input(float32), network.Options);
        Assert.Equal(
            expected.ToString(),
            FilterGraph.Discover(model, network.Input(float32), network.Options with { ProbesPerPass = probes }).ToString());
    }

    [Fact]
    public void A_pass_without_probes_is_refused()
    {
        using var model = Sequential(("a", Linear(2, 4)), ("b", Linear(4, 2)));
        var failure = Assert.Throws<ArgumentOutOfRangeException>(
            "ProbesPerPass", () => FilterGraph.Discover(model, ones(1, 2), new() { ProbesPerPass = 0 }));
        Assert.Contains("it must be 1 or more", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resnext")]
    [InlineData("convnext")]
    [InlineData("chunk")]
    public void Discovery_keeps_no_tensor(string name)
    {
        var network = TestNetwork.Named(name);
        using var model = network.Create(float32);
        var input = network.Input(float32);
        _ = FilterGraph.Discover(model, input, network.Options);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        _ = FilterGraph.Discover(model, input, network.Options);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
