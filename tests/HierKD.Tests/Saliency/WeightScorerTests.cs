using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Criteria that look at weights alone, against numbers computed by hand.</summary>
public sealed class WeightScorerTests : ScopedTest
{
    [Fact]
    public void The_scale_of_a_normalisation_counts_without_its_sign()
    {
        using var model = Sequential(("a", Linear(1, 2)), ("b", Linear(2, 3)), ("norm", BatchNorm1d(3)), ("c", Linear(3, 1)));
        ScorerPass.Set(model, "norm.weight", 0.5, -2, 0);
        Assert.Equal([0.5, 2, 0], ScorerPass.OfOnlyGroup(Saliency.BatchNormScale(), model, tensor(new[] { 1f, 2, 4 }).reshape(3, 1)));
    }

    [Fact]
    public void The_scales_that_coupled_filters_pass_are_added_and_a_depthwise_convolution_is_no_scale()
    {
        using var model = Coupled();
        ScorerPass.Set(model, "norm1.weight", 1, -2);
        ScorerPass.Set(model, "norm2.weight", 10, 20);
        Assert.Equal([11, 22], ScorerPass.OfOnlyGroup(Saliency.BatchNormScale(), model, CoupledInput(), new() { PruneFirstLayer = true }));
    }

    [Fact]
    public void A_group_that_passes_no_scale_is_refused_at_the_door()
    {
        using var bare = Sequential(("a", Linear(1, 2)), ("b", Linear(2, 3)), ("c", Linear(3, 1)));
        using var unscaled =
            Sequential(("a", Linear(1, 2)), ("b", Linear(2, 3)), ("norm", BatchNorm1d(3, affine: false)), ("c", Linear(3, 1)));
        foreach (var model in new[] { bare, unscaled })
        {
            var failure = Assert.Throws<ArgumentException>(
                "graph", () => HierarchicalPruner.Start(model, ones(2, 1), new() { Scorer = Saliency.BatchNormScale() }));
            Assert.Contains("group 'b'", failure.Message, StringComparison.Ordinal);
            Assert.Contains("Saliency.GateGradient()", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_filters_mean_distance_to_the_others_counts()
    {
        using var model = Sequential(("a", Linear(1, 2)), ("b", Linear(2, 3)), ("c", Linear(3, 1)));
        // Distances: 0-1 is 5, 0-2 is 0, 1-2 is 5.
        ScorerPass.Set(model, "b.weight", 3, 4, 0, 0, 3, 4);
        Assert.Equal([2.5, 5, 2.5], ScorerPass.OfOnlyGroup(Saliency.Fpgm(), model, ones(2, 1)));
    }

    [Fact]
    public void Distances_of_coupled_filters_are_added()
    {
        using var model = Coupled();
        ScorerPass.Set(model, "first.weight", 1, 4);
        ScorerPass.Set(model, "second.weight", 10, 10, 10, 50);
        // 3 in the first layer, 40 in the second: the only distance there is, for both.
        Assert.Equal([43, 43], ScorerPass.OfOnlyGroup(Saliency.Fpgm(), model, CoupledInput(), new() { PruneFirstLayer = true }));
    }

    [Fact]
    public void Only_filters_that_are_on_are_others()
    {
        using var network = new DenseNetwork("vgg");
        var mask = network.MaskOfGates(seed: 5);
        var scores = ScorerPass.Of(Saliency.Fpgm(), network, LevelExecution.Masked, mask, FilterMask.Full(network.Graph));
        // The second convolution of the first block reads the first layer, which keeps its channels.
        var group = network.Graph.Groups[0];
        var weight = network.Model.get_parameter($"{group.Name}.weight")!.flatten(1);
        for (var f = 0; f < group.Filters; f++)
        {
            var others = mask.KeptFilters(group).Where(o => o != f).ToArray();
            Assert.NotEmpty(others);
            Assert.Equal(others.Average(o => (weight[f] - weight[o]).norm().ToDouble()), scores[0][f].ToDouble(), 1e-9);
        }
    }

    [Fact]
    public void Random_numbers_depend_on_the_seed_and_the_filter_alone()
    {
        using var network = new DenseNetwork("vgg");
        var (full, some) = (FilterMask.Full(network.Graph), network.MaskOfGates(seed: 6));
        manual_seed(1);
        var before = rand(1).item<float>();
        manual_seed(1);
        var all = ScorerPass.Of(Saliency.Random(3), network, LevelExecution.Slim, full);
        Assert.Equal(before, rand(1).item<float>());
        var again = ScorerPass.Of(Saliency.Random(3), network, LevelExecution.Slim, some);
        var other = ScorerPass.Of(Saliency.Random(4), network, LevelExecution.Slim, full);
        foreach (var group in network.Graph.Groups)
        {
            var values = TensorAssert.Values(all[group.Index]);
            Assert.All(values, v => Assert.InRange(v, 0, 1));
            Assert.Equal(some.KeptFilters(group).Select(f => values[f]), TensorAssert.Values(again[group.Index]));
            Assert.Empty(values.Intersect(TensorAssert.Values(other[group.Index])));
        }
        Assert.Equal(network.Graph.Filters, all.SelectMany(TensorAssert.Values).Distinct().Count());
    }

    [Fact]
    public void Random_numbers_are_spread_evenly()
    {
        using var model = Sequential(("a", Linear(1, 1)), ("b", Linear(1, 4000)), ("c", Linear(4000, 1)));
        var numbers = ScorerPass.OfOnlyGroup(Saliency.Random(), model, ones(1, 1));
        Assert.InRange(numbers.Average(), 0.48, 0.52);
        for (var tenth = 0; tenth < 10; tenth++) Assert.InRange(numbers.Count(n => (int)(n * 10) == tenth), 300, 500);
    }

    [Fact]
    public void What_looks_at_weights_is_not_averaged()
    {
        foreach (var scorer in new[] { Saliency.Magnitude(), Saliency.BatchNormScale(), Saliency.Fpgm(), Saliency.Random() })
        {
            Assert.Same(ScoreAccumulation.Latest, scorer.Accumulation);
        }
        Assert.Equal(ScoreAccumulation.MovingAverage(), Saliency.Taylor().Accumulation);
        Assert.Equal(ScoreAccumulation.Sgd(), Saliency.Apoz(ScoreAccumulation.Sgd()).Accumulation);
    }

    /// <summary>
    /// Two layers whose outputs are added, each behind a normalisation; the second one reads the first's through a depthwise convolution.
    /// </summary>
    internal static ScriptedNet Coupled() => new(
        (layer, x) =>
        {
            var first = layer("norm1").call(layer("first").call(x));
            return layer("last").call(first + layer("norm2").call(layer("second").call(layer("depthwise").call(first)))).flatten(1);
        },
        ("first", Conv2d(1, 2, 1)), ("norm1", BatchNorm2d(2)), ("depthwise", Conv2d(2, 2, 1, groups: 2)), ("second", Conv2d(2, 2, 1)),
        ("norm2", BatchNorm2d(2)), ("last", Conv2d(2, 1, 1)));

    internal static Tensor CoupledInput() => arange(8, dtype: float32).reshape(2, 1, 2, 2);
}
