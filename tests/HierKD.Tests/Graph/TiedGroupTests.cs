using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Channels that can go, but only with those of another group that has as many.</summary>
public sealed class TiedGroupTests : DiscoveryTest
{
    private static readonly DiscoveryOptions All = new() { PruneFirstLayer = true };

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Halves_of_which_one_has_a_shortcut(int half)
    {
        // As in YOLO's C2f: the second half goes through a bottleneck and beside it.
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var y = layer("cv1").call(layer("stem").call(x).relu()).relu().chunk(2, 1);
                var m = y[1] + layer("m2").call(layer("m1").call(y[1]).relu());
                return layer("cv2").call(cat(new List<Tensor> { y[0], y[1], m }, 1));
            },
            ("stem", Conv(3, 6)), ("cv1", Conv(6, 2 * half)), ("m1", Conv(half, 7)), ("m2", Conv(7, half)), ("cv2", Conv(3 * half, 3)));
        var graph = Discover(model, Image(3), All);
        var group = graph.Groups.Single(g => g.Name.StartsWith("cv1", StringComparison.Ordinal));
        Assert.Equal(half, group.Filters);
        Assert.Equal(["cv1", "m2"], group.Members.Where(m => m.Role == ChannelRole.Producer).Select(m => m.Layer).Order());
        Assert.Contains("m1", graph.Groups.Select(g => g.Name));
        RemovalIsExact(model, graph);
    }

    [Fact]
    public void Places_that_another_stages_indices_name()
    {
        // As in SegNet: what comes back from the narrow stage is put where the maxima of the wide one were.
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var h = layer("down").call(layer("stem").call(x).relu()).relu();
                var (pooled, places) = functional.max_pool2d_with_indices(h, [2, 2], [2, 2]);
                var up = layer("up").call(layer("middle").call(pooled).relu());
                return layer("out").call(functional.max_unpool2d(up, places, [2, 2], [2, 2]));
            },
            ("stem", Conv(3, 5)), ("down", Conv(5, 8)), ("middle", Conv(8, 6)), ("up", Conv(6, 8)), ("out", Conv(8, 3)));
        var graph = Discover(model, Image(3), All);
        var group = graph.Groups.Single(g => g.Members.Any(m => m.Layer == "up" && m.Role == ChannelRole.Producer));
        Assert.Equal(["down", "up"], group.Members.Where(m => m.Role == ChannelRole.Producer).Select(m => m.Layer).Order());
        Assert.Equal(8, group.Filters);
        RemovalIsExact(model, graph);
    }

    [Fact]
    public void A_size_that_the_forward_reads_from_a_layer()
    {
        using var up = ConvTranspose2d(6, 5, 2, stride: 2);
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var h = layer("fc").call(layer("a").call(x).relu());
                return layer("out").call(layer("up").call(h.view(-1, up.in_channels, 4, 4)).relu());
            },
            ("a", Linear(3, 7)), ("fc", Linear(7, 6 * 16)), ("up", up), ("out", Conv(5, 2)));
        var graph = Discover(model, rand(2, 3), All);
        var group = graph.Groups.Single(g => g.Name == "fc");
        Assert.Equal((6, 16), (group.Filters, group.Members.Single(m => m.Layer == "fc").ChannelsPerFilter));
        RemovalIsExact(model, graph, rand(2, 3));
    }

    [Fact]
    public void Parameters_in_a_list_and_in_a_dictionary()
    {
        using var model = new Listed();
        var graph = Discover(model, Image(3), All);
        Assert.Equal(["a", "b"], graph.Groups.Select(g => g.Name));
        Assert.Contains(graph.Groups[0].Members, m => m.Layer == "scales.0");
        Assert.Contains(graph.Groups[1].Members, m => m.Layer == "shifts.last");
        RemovalIsExact(model, graph);
    }

    /// <summary>Half of each group goes; the output is that of the whole model with the same channels masked where they are read.</summary>
    private static void RemovalIsExact(Module<Tensor, Tensor> model, FilterGraph graph, Tensor? input = null)
    {
        using var quiet = no_grad();
        var x = input ?? Image(3);
        var mask = FilterMask.Of(graph, graph.Groups.Select(g => Enumerable.Range(0, g.Filters).Select(f => f % 2 == 0)));
        model.eval();
        var named = model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var before = named.ToDictionary(p => p.Key, p => p.Value.detach().clone());
        foreach (var group in graph.Groups)
        {
            foreach (var member in group.Members.Where(m => m.Role == ChannelRole.Consumer))
            {
                var off = member.ChannelsOf(Enumerable.Range(0, group.Filters).Where(f => f % 2 == 1)).ToArray();
                var weight = named[$"{member.Layer}.weight"];
                var axis = member.Target.Tensors[0].InputAxis!.Value;
                weight.index_fill_(axis, tensor(off), 0);
            }
        }
        var masked = model.call(x);
        foreach (var (name, value) in before) named[name].copy_(value);
        FilterRemoval.Apply(model, mask);
        TensorAssert.Close(masked, model.call(x), 1e-4);
    }

    private sealed class Listed : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> a = Conv(3, 6);
        private readonly Module<Tensor, Tensor> b = Conv(6, 8);
        private readonly Module<Tensor, Tensor> c = Conv(8, 3);
        private readonly TorchSharp.Modules.ParameterList scales = ParameterList(Parameter(rand(6, 1, 1) + 0.5));
        private readonly TorchSharp.Modules.ParameterDict shifts = ParameterDict(("last", Parameter(rand(1, 8, 1, 1))));

        public Listed()
            : base(nameof(Listed)) => RegisterComponents();

        public override Tensor forward(Tensor x) =>
            c.call(b.call((a.call(x) * scales[0]).relu()).relu() + shifts["last"]);
    }
}
