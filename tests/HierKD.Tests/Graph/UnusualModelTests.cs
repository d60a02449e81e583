using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Models in states, and of types and shapes, that nothing else here has.</summary>
public sealed class UnusualModelTests : DiscoveryTest
{
    [Fact]
    public void A_normalisation_without_running_statistics()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("norm").call(layer("a").call(x)).relu()).relu()),
            ("a", Conv(2, 4)), ("norm", BatchNorm2d(4, track_running_stats: false)), ("b", Conv(4, 5)), ("c", Conv(5, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a: 4 filters, through norm, into b", "b: 5 filters, into c"], graph.Groups.Select(g => g.ToString()));
    }

    [Fact]
    public void A_model_of_sixteen_bits()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("norm").call(layer("b").call(layer("a").call(x).relu()).relu())),
            ("a", Linear(6, 8)), ("b", Linear(8, 9)), ("norm", LayerNorm([9])), ("c", Linear(9, 3)));
        model.to(bfloat16);
        var graph = Discover(model, ones(3, 6, dtype: bfloat16), new() { PruneFirstLayer = true });
        Assert.Equal(["a: 8 filters, into b", "b: 9 filters, through norm, into c"], graph.Groups.Select(g => g.ToString()));
    }

    [Fact]
    public void A_model_with_a_part_of_eight_byte_numbers()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x).relu().to(float64)).relu()).to(float32),
            ("a", Conv(2, 4)), ("b", Conv(4, 5)), ("c", Conv(5, 2)));
        foreach (var (_, module) in model.named_modules().Where(m => m.name is "b" or "c")) module.to(float64);
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a", "b"], graph.Groups.Select(g => g.Name));
    }

    [Fact]
    public void A_model_of_indices()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("b").call(layer("a").call(layer("table").call(x).mean([1])).relu()), ("table", Embedding(10, 6)),
            ("a", Linear(6, 5)), ("b", Linear(5, 2)));
        var graph = Discover(model, tensor(new long[,] { { 1, 2, 3 }, { 4, 9, 0 } }), new() { PruneFirstLayer = true });
        Assert.Equal(["table: 6 filters, into a", "a: 5 filters, into b"], graph.Groups.Select(g => g.ToString()));
    }

    [Fact]
    public void A_rectifier_with_one_slope_for_all_is_not_blamed()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("b").call(layer("slope").call(layer("a").call(x)));
                return layer("c").call(x.softmax(1));
            },
            ("a", Conv(2, 4)), ("slope", PReLU(1)), ("b", Conv(4, 5)), ("c", Conv(5, 2)));
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a: 4 filters, into b"], graph.Groups.Select(g => g.ToString()));
        Assert.Equal("they can only go together, all at once: the forward mixes them between 'b' and 'c'", Reason(graph, "b"));
    }

    [Fact]
    public void A_wide_layer()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(functional.glu(layer("b").call(layer("a").call(x).relu()), 1)), ("a", Linear(4, 5000)),
            ("b", Linear(5000, 8)), ("c", Linear(4, 2)));
        var graph = Discover(model, ones(2, 4), new() { PruneFirstLayer = true });
        Assert.Equal(5000 + 4, graph.Filters);
    }

    [Fact]
    public void A_wide_layer_whose_channels_meet()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("b").call(functional.glu(layer("a").call(x), 1)), ("a", Linear(4, 10000)), ("b", Linear(5000, 3)));
        var graph = Discover(model, ones(2, 4), new() { PruneFirstLayer = true });
        Assert.Equal(5000, graph.Filters);
    }

    [Fact]
    public void An_example_of_one_sample_that_wants_a_gradient()
    {
        using var model = new ScriptedNet((layer, x) => layer("b").call(layer("a").call(x).relu()), ("a", Conv(2, 4)), ("b", Conv(4, 2)));
        var input = Image(2).narrow(0, 0, 1).clone();
        input.requires_grad = true;
        Assert.Equal(4, Discover(model, input, new() { PruneFirstLayer = true }).Filters);
        Assert.Null(input.grad);
        Assert.True(input.requires_grad);
    }

    [Fact]
    public void A_forward_that_disposes_its_input_is_refused()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var y = layer("a").call(x).relu();
                x.Dispose();
                return layer("b").call(y);
            },
            ("a", Conv(2, 4)), ("b", Conv(4, 2)));
        var failure =
            Assert.Throws<ArgumentException>("model", () => FilterGraph.Discover(model, Image(2), new() { PruneFirstLayer = true }));
        Assert.Contains("disposes its input", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forward_without_scopes_leaves_nothing_behind()
    {
        using var model = new Unscoped();
        var input = Image(2);
        _ = FilterGraph.Discover(model, input, new() { PruneFirstLayer = true });
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        _ = FilterGraph.Discover(model, input, new() { PruneFirstLayer = true });
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Layers_in_nested_lists_and_dictionaries()
    {
        using var model = new Nested();
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(
            ["blocks.0.0: 4 filters, into named.middle", "named.middle: 5 filters, into blocks.1"], graph.Groups.Select(g => g.ToString()));
        FilterRemoval.Apply(model, FilterMasks.Of(graph, seed: 1, chance: 0.5));
        Assert.Equal(2, model.call(Image(2)).shape[1]);
    }

    [Fact]
    public void Scales_that_are_still_zero_hide_no_coupling()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var y = layer("b").call(layer("a").call(x)).relu().roll(1, 1);
                return layer("d").call(x + layer("norm").call(layer("c").call(y)));
            },
            ("a", Conv(2, 4)), ("b", Conv(4, 8)), ("c", Conv(8, 2)), ("norm", BatchNorm2d(2)), ("d", Conv(2, 2)));
        using (no_grad())
        {
            foreach (var (name, parameter) in model.named_parameters().Where(p => p.name.StartsWith("norm", StringComparison.Ordinal)))
            {
                parameter.fill_(0);
            }
        }
        var graph = Discover(model, Image(2), new() { PruneFirstLayer = true });
        Assert.Equal(["a"], graph.Groups.Select(g => g.Name));
        Assert.Contains("layer 'c' reads other values", Reason(graph, "b"), StringComparison.Ordinal);
    }

    [Fact]
    public void Discovery_beside_a_running_session()
    {
        using var model = TestNetwork.Named("vgg").Create(float32);
        var input = TestNetwork.Named("vgg").Input(float32);
        var alone = FilterGraph.Discover(model, input).ToString();
        using var session = HierarchicalPruner.Start(model, input, new() { Chain = TeacherChain.Explicit(0.5) });
        Assert.Equal(alone, FilterGraph.Discover(model, input).ToString());
        session.Backward(input, zeros(6, dtype: int64));
    }

    private sealed class Unscoped : Module<Tensor, Tensor>
    {
        private readonly Conv2d a = Conv2d(2, 4, kernel_size: 3);
        private readonly Conv2d b = Conv2d(4, 2, kernel_size: 3);

        public Unscoped()
            : base(nameof(Unscoped)) => RegisterComponents();

        public override Tensor forward(Tensor input) => b.call(a.call(input).relu() + 1);
    }

    private sealed class Nested : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Module<Tensor, Tensor>> blocks =
            new(Sequential(Conv2d(2, 4, kernel_size: 3), ReLU()), Conv2d(5, 2, kernel_size: 1));
        private readonly ModuleDict<Module<Tensor, Tensor>> named =
            ModuleDict<Module<Tensor, Tensor>>(("middle", Conv2d(4, 5, kernel_size: 1)));

        public Nested()
            : base(nameof(Nested)) => RegisterComponents();

        public override Tensor forward(Tensor input) => blocks[1].call(named["middle"].call(blocks[0].call(input)).relu());
    }
}
