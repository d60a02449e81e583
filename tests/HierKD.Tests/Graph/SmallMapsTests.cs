using TorchSharp.Modules;
using HierKD.Models;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>The search with smaller inputs finds what the search on the example finds, or gives way to it.</summary>
public sealed class SmallMapsTests : DiscoveryTest
{
    private static readonly DiscoveryOptions OnExample = new() { PruneFirstLayer = true, SearchOnSmallMaps = false };
    private static readonly DiscoveryOptions OnSmallMaps = new() { PruneFirstLayer = true };

    public static TheoryData<string> Networks => [.. Cases.Keys];

    private static readonly Dictionary<string, (Func<Module<Tensor, Tensor>> Make, long[] Sample)> Cases = new()
    {
        ["ResNet-18"] = (() => ResNet.ResNet18(), [1, 3, 96, 96]),
        ["ResNet-20"] = (() => CifarResNet.ResNet20(), [1, 3, 64, 64]),
        ["MobileNetV3-small"] = (() => MobileNetV3.Small(), [1, 3, 128, 128]),
        ["U-Net"] = (() => new UNet([8, 16, 24], classes: 2), [1, 3, 64, 48]),
        ["U-Net for volumes"] = (() => new UNet([4, 6, 8], classes: 2, inputChannels: 1, volumes: true), [1, 1, 32, 32, 64]),
        ["ViT"] = (() => VisionTransformer.WithMultiheadAttention(new(48, 6, 2, 4, 32, 40, 10)), [1, 3, 48, 48]),
        ["ViT of separate layers"] = (() => VisionTransformer.WithSeparateProjections(new(48, 6, 2, 4, 32, 40, 10)), [1, 3, 48, 48]),
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_graph_is_the_same(string name)
    {
        using var model = TrainedWeights.Give(Cases[name].Make(), seed: 3);
        using var generator = new Generator(1);
        var input = randn(Cases[name].Sample, generator: generator);
        var sizes = new List<long>();
        var hook = model.register_forward_pre_hook((_, x) =>
        {
            sizes.Add(x.shape[^1]);
            return x;
        });
        var small = Discover(model, input, OnSmallMaps);
        Assert.Contains(sizes, s => s < input.shape[^1]);
        Assert.InRange(sizes.Count(s => s == input.shape[^1]), 1, 8);
        hook.remove();
        AssertSame(Discover(model, input, OnExample), small);
    }

    [Fact]
    public void A_coupling_that_large_maps_alone_have_is_found_on_the_example()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                var (a, b) = (layer("a").call(x), layer("b").call(x));
                return layer("c").call((x.shape[2] > 40 ? a + b.flip(1) : a + b).relu());
            },
            ("a", Conv(3, 6)), ("b", Conv(3, 6)), ("c", Conv(6, 2)));
        var input = Maps(3, 64);
        AssertSame(Discover(model, input, OnExample), Discover(model, input, OnSmallMaps));
    }

    [Fact]
    public void A_forward_that_refuses_small_maps_is_searched_on_the_example()
    {
        using var model = new ScriptedNet(
            (layer, x) => x.shape[2] == 64
                ? layer("c").call(layer("b").call(layer("a").call(x).relu()).relu())
                : throw new ArgumentException("64 only"),
            ("a", Conv(3, 6)), ("b", Conv(6, 5)), ("c", Conv(5, 2)));
        Assert.Equal(11, Discover(model, Maps(3, 64), OnSmallMaps).Filters);
    }

    [Fact]
    public void What_is_wrong_is_told_of_the_example()
    {
        using var model = new ScriptedNet((layer, x) => layer("b").call(layer("a").call(x)), ("a", Conv(3, 6)), ("b", Conv(6, 2)));
        var failure = Assert.Throws<ArgumentException>(
            () => FilterGraph.Discover(model, Maps(3, 64), new() { PruneFirstLayer = true, ExcludedLayers = ["nowhere"] }));
        Assert.Contains("'nowhere'", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A product that does not fit would end the process.</summary>
    [Fact]
    public void A_matrix_over_positions_is_made_smaller_meanwhile()
    {
        using var model = new PositionMatrixNet(side: 64, channels: 6, registered: true);
        model.Mix.grad = ones_like(model.Mix);
        var sides = Sides(model, out var input, out var graph);
        Assert.Contains(sides, s => s < 64);
        AssertSame(Discover(model, input, OnExample), graph);
        Assert.Equal(5, graph.Groups.Single(g => g.Name == "second").Filters);
    }

    [Fact]
    public void A_matrix_over_positions_that_no_module_knows_of_keeps_the_search_on_the_example()
    {
        using var model = new PositionMatrixNet(side: 64, channels: 6, registered: false);
        Assert.DoesNotContain(Sides(model, out _, out _), s => s < 64);
    }

    [Fact]
    public void A_matrix_that_may_be_over_channels_keeps_the_search_on_the_example()
    {
        using var model = new PositionMatrixNet(side: 64, channels: 64, registered: true);
        Assert.DoesNotContain(Sides(model, out _, out _), s => s < 64);
    }

    private static List<long> Sides(PositionMatrixNet model, out Tensor input, out FilterGraph graph)
    {
        var sides = new List<long>();
        var hook = model.register_forward_pre_hook((_, x) =>
        {
            sides.Add(x.shape[^1]);
            return x;
        });
        input = Maps(3, 64);
        graph = Discover(model, input, OnSmallMaps);
        hook.remove();
        return sides;
    }

    private static Tensor Maps(int channels, int side)
    {
        using var generator = new Generator(7);
        return randn(2, channels, side, side, generator: generator);
    }

    private static void AssertSame(FilterGraph expected, FilterGraph actual)
    {
        Assert.Equal(expected.Groups.Select(g => $"{g} {g.HasNormForm}"), actual.Groups.Select(g => $"{g} {g.HasNormForm}"));
        Assert.Equal(
            expected.Groups.SelectMany(g => g.Members).Select(m => $"{m.Layer} {m.Side} {string.Join(',', m.Channels)}"),
            actual.Groups.SelectMany(g => g.Members).Select(m => $"{m.Layer} {m.Side} {string.Join(',', m.Channels)}"));
        Assert.Equal(expected.Locks.Select(l => l.ToString()), actual.Locks.Select(l => l.ToString()));
        Assert.Equal(expected.Cost.Layers(FilterMask.Full(expected)), actual.Cost.Layers(FilterMask.Full(actual)));
        Assert.Equal(expected.Layers.Select(l => l.Name), actual.Layers.Select(l => l.Name));
    }

    /// <summary>Multiplies maps by a matrix of its own along their width.</summary>
    private sealed class PositionMatrixNet : Module<Tensor, Tensor>
    {
        private readonly Conv2d first;
        private readonly Conv2d second;
        private readonly Conv2d last;
        private readonly Func<Tensor> mix;

        public PositionMatrixNet(int side, int channels, bool registered)
            : base(nameof(PositionMatrixNet))
        {
            first = Conv2d(3, channels, 3, padding: 1);
            second = Conv2d(channels, 5, 3, padding: 1);
            last = Conv2d(5, 2, 3, padding: 1);
            using var generator = new Generator(5);
            var matrix = Parameter((randn(side, side, generator: generator) / side).DetachFromDisposeScope());
            mix = () => matrix;
            RegisterComponents();
            if (registered) register_parameter("mix", matrix);
        }

        public Tensor Mix => mix();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = functional.relu(first.call(input)).matmul(mix());
            return last.call(functional.relu(second.call(x))).MoveToOuterDisposeScope();
        }
    }
}
