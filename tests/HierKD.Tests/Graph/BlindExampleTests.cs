using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Examples on which a coupling has no effect: what is offered may not depend on them.</summary>
public sealed class BlindExampleTests : DiscoveryTest
{
    private static readonly DiscoveryOptions All = new() { PruneFirstLayer = true };

    public static TheoryData<string> Examples => ["random", "zeros", "ones", "zeros first", "tiny", "one zero sample"];

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_scale_by_the_number_of_channels(string example)
    {
        using var model = Between(h => h.relu() / Math.Sqrt(h.shape[1]));
        var graph = Discover(model, Example(example), All);
        Assert.Equal(["a"], graph.Groups.Select(g => g.Name));
        Assert.Contains("coupled with other channels", Reason(graph, "b"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_channels_with_the_largest_means(string example)
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var h = layer("b").call(layer("a").call(x).relu());
                // Which channels they are does not show as NaN.
                var (_, largest) = h.nan_to_num().mean([2, 3]).topk(2, 1);
                return layer("c").call(h) + (largest.to(float32).sum() * 0.01);
            },
            ("a", Bare(3, 8)), ("b", Bare(8, 8)), ("c", Bare(8, 3)));
        Assert.Equal(["a"], Discover(model, Example(example), All).Groups.Select(g => g.Name));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_nearest_of_other_positions(string example)
    {
        using var model = Between(map =>
        {
            var h = map.flatten(2).transpose(1, 2);
            var nearest = cdist(h.nan_to_num(), h.nan_to_num()).topk(3, -1, largest: false).indexes[.., .., 2];
            var others = h.gather(1, nearest.unsqueeze(-1).expand(-1, -1, h.shape[2]));
            return (h + others).transpose(1, 2).unflatten(2, 6, 6);
        });
        Assert.Equal(["a"], Discover(model, Example(example), All).Groups.Select(g => g.Name));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_comparison_with_the_mean_of_all_channels(string example)
    {
        using var model = Between(h => h * h.nan_to_num().gt(h.nan_to_num().mean([1], keepdim: true)).to(h.dtype));
        Assert.Equal(["a"], Discover(model, Example(example), All).Groups.Select(g => g.Name));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_has_no_coupling_is_offered(string example)
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("norm").call(layer("b").call(layer("a").call(x).relu())).relu()),
            ("a", Bare(3, 8)), ("b", Bare(8, 8)), ("norm", BatchNorm2d(8)), ("c", Bare(8, 3)));
        Assert.Equal(["a", "b"], Discover(model, Example(example), All).Groups.Select(g => g.Name));
    }

    [Fact]
    public void An_example_that_scales_everything_away()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var h = layer("b").call(layer("a").call(x).relu()).relu();
                return layer("c").call(h / Math.Sqrt(h.shape[1]) * x.mean([1, 2, 3], keepdim: true));
            },
            ("a", Conv(3, 8)), ("b", Conv(8, 8)), ("c", Bare(8, 3)));
        Assert.Equal(["a"], Discover(model, zeros(2, 3, 6, 6), All).Groups.Select(g => g.Name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void A_scale_of_the_models_own_that_is_still_zero(int channels)
    {
        using var model = new ScaledBranch(channels);
        Assert.Equal(["a"], Discover(model, Image(3), All).Groups.Select(g => g.Name));
    }

    [Fact]
    public void What_is_always_dead_stays_and_is_said_to_be()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x).relu()) * 0), ("a", Conv(3, 5)), ("b", Conv(5, 6)),
            ("c", Conv(6, 2)));
        var graph = Discover(model, Image(3), All);
        Assert.Equal(["a"], graph.Groups.Select(g => g.Name));
        Assert.Contains("layer 'c' reads the same whatever they give", Reason(graph, "b"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_several_inputs_on_zeros()
    {
        using var a = Bare(3, 8);
        using var b = Bare(8, 8);
        using var c = Bare(8, 3);
        using var model = Sequential(("a", a), ("b", b), ("c", c));
        TrainedWeights.Give(model, seed: 5);
        using var x = zeros(1, 3, 6, 6);
        var graph = FilterGraph.Discover(
            model, [x], All, inputs =>
            {
                var h = b.call(a.call(inputs[0]).relu()).relu();
                return [c.call(h / Math.Sqrt(h.shape[1]))];
            });
        Assert.Equal(["a"], graph.Groups.Select(g => g.Name));
    }

    [Fact]
    public void A_model_that_takes_logarithms_of_what_is_positive_on_its_example()
    {
        // Values that only look like the example are no valid input here.
        using var model = new ScriptedNet(
            (layer, x) => layer("c").call(layer("b").call(layer("a").call(x.log()).relu()).relu()), ("a", Conv(3, 5)), ("b", Conv(5, 6)),
            ("c", Conv(6, 2)));
        Assert.Equal(["a", "b"], Discover(model, Image(3).abs() + 0.5, All).Groups.Select(g => g.Name));
    }

    /// <summary>Three convolutions, and something between the second and the third.</summary>
    private static ScriptedNet Between(Func<Tensor, Tensor> what) => new(
        (layer, x) => layer("c").call(what(layer("b").call(layer("a").call(x).relu()))), ("a", Bare(3, 8)), ("b", Bare(8, 8)),
        ("c", Bare(8, 3)));

    private static Module<Tensor, Tensor> Bare(int inputs, int outputs) =>
        Conv2d(inputs, outputs, kernel_size: 3, padding: 1, bias: false);

    private static Tensor Example(string name) => name switch
    {
        "zeros" => zeros(3, 3, 6, 6),
        "ones" => ones(3, 3, 6, 6),
        "zeros first" => cat(new List<Tensor> { zeros(1, 3, 6, 6), Image(3) }, 0),
        "tiny" => Image(3) * 1e-20,
        "one zero sample" => zeros(1, 3, 6, 6),
        _ => Image(3),
    };

    private sealed class ScaledBranch : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> a = Conv(3, 8);
        private readonly Module<Tensor, Tensor> b = Conv(8, 8);
        private readonly Module<Tensor, Tensor> c = Conv(8, 3);
        private readonly TorchSharp.Modules.Parameter gamma;

        public ScaledBranch(int channels)
            : base(nameof(ScaledBranch))
        {
            gamma = Parameter(zeros(1, channels, 1, 1));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var h = b.call(a.call(x).relu());
            return c.call(gamma * (h / Math.Sqrt(h.shape[1])));
        }
    }
}
