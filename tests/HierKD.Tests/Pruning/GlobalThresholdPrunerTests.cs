using FsCheck.Xunit;

namespace HierKD.Tests;

/// <summary>One threshold over all layers, on scores written by hand.</summary>
public sealed class GlobalThresholdPrunerTests
{
    [Theory]
    // Mean: 1, 3, 2, 4 over 2.5 = .4, 1.2, .8, 1.6 and 10, 50, 20, 40 over 30 = .33, 1.67, .67, 1.33: the four lowest are .33, .4, .67, .8.
    [InlineData(ScoreNormalization.Mean, "0101 0101")]
    // Raw: the whole first layer is below the second; its floor of 1 keeps the 4, and 10 goes in its place.
    [InlineData(ScoreNormalization.None, "0001 0111")]
    public void Half_of_the_filters_go(ScoreNormalization normalization, string expected)
    {
        var graph = FilterGraphs.Of(4, 4);
        var scores = FilterGraphs.Scores(graph, [1, 3, 2, 4], [10, 50, 20, 40]);
        Assert.Equal(expected, FilterGraphs.Text(Pruner.GlobalThreshold(normalization, minimumFilters: 1).Select(scores, 0.5)));
    }

    [Theory]
    // Means 2 and 2: .75, 1.25 and eight times 1.
    [InlineData(ScoreNormalization.Mean, "01 01111111")]
    // Norms 2.92 and 5.66: .51, .86 and eight times .35.
    [InlineData(ScoreNormalization.L2, "11 00111111")]
    public void The_Euclidean_norm_starves_the_wider_layer(ScoreNormalization normalization, string expected)
    {
        var graph = FilterGraphs.Of(2, 8);
        var scores = FilterGraphs.Scores(graph, [1.5f, 2.5f], [2, 2, 2, 2, 2, 2, 2, 2]);
        Assert.Equal(expected, FilterGraphs.Text(Pruner.GlobalThreshold(normalization, minimumFilters: 1).Select(scores, 0.2)));
    }

    [Fact]
    public void Raw_scores_take_a_layer_down_to_its_floor_where_normalised_ones_do_not()
    {
        var graph = FilterGraphs.Of(10, 10);
        float[] weak = [.01f, .02f, .03f, .04f, .05f, .06f, .07f, .08f, .09f, .10f];
        var scores = FilterGraphs.Scores(graph, weak, weak.Select(s => s * 1000).ToArray());
        Assert.Equal("0000000011 0011111111", FilterGraphs.Text(Pruner.GlobalThreshold(ScoreNormalization.None).Select(scores, 0.5)));
        Assert.Equal("0000011111 0000011111", FilterGraphs.Text(Pruner.GlobalThreshold(ScoreNormalization.Mean).Select(scores, 0.5)));
    }

    [Fact]
    public void Signed_scores_are_normalised_by_their_absolute_mean_and_the_lowest_go()
    {
        var graph = FilterGraphs.Of(3, 3);
        var scores = FilterGraphs.Scores(graph, [-1, 2, 3], [-40, 10, 40]);
        // -.5, 1, 1.5 and -1.33, .33, 1.33.
        Assert.Equal("011 001", FilterGraphs.Text(Pruner.GlobalThreshold(minimumFilters: 1).Select(scores, 0.5)));
    }

    [Fact]
    public void Equal_scores_go_in_order_and_the_ratio_is_reached_all_the_same()
    {
        var graph = FilterGraphs.Of(4, 4);
        var scores = FilterGraphs.Scores(graph, [1, 1, 1, 1], [1, 1, 1, 1]);
        Assert.Equal("0011 0111", FilterGraphs.Text(Pruner.GlobalThreshold().Select(scores, 0.375)));
        Assert.Equal(
            "0011 0011", FilterGraphs.Text(Pruner.GlobalThreshold().Select(FilterGraphs.Scores(graph, new float[4], new float[4]), 0.5)));
    }

    [Fact]
    public void A_layer_smaller_than_the_floor_keeps_what_it_has()
    {
        var graph = FilterGraphs.Of(2, 6);
        var pruner = Pruner.GlobalThreshold(minimumFilters: 3);
        Assert.Equal("11 000111", FilterGraphs.Text(pruner.Select(FilterGraphs.Scores(graph, [0, 0], [1, 2, 3, 4, 5, 6]), 0.375)));
        Assert.Equal(3.0 / 8, pruner.LargestRatio(graph), 12);
    }

    [Fact]
    public void Filters_that_may_not_be_on_stay_off_and_have_no_say()
    {
        var graph = FilterGraphs.Of(4, 4);
        var allowed = FilterGraphs.Mask(graph, "1110 1111");
        // Were the last filter's 1000 counted, the first layer's others would look tiny and go first.
        var scores = new FilterScores(allowed, [[3, 4, 5, 1000], [1, 2, 6, 7]]);
        Assert.Equal("0110 0111", FilterGraphs.Text(
            Pruner.GlobalThreshold(minimumFilters: 1).Select(new FilterScores(allowed, [[3, 4, 5, 1000], [1, 6, 6, 7]]), 0.375)));
        Assert.Equal("1110 0011", FilterGraphs.Text(Pruner.GlobalThreshold(minimumFilters: 1).Select(scores, 0.375)));
    }

    [Property(MaxTest = 200)]
    public void The_ratio_is_reached_the_floor_holds_and_masks_nest(int seed)
    {
        var random = new Random(seed);
        var graph = FilterGraphs.Of(Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(2, 40)).ToArray());
        float[][] Scores() => graph.Groups
            .Select(g => Enumerable.Range(0, g.Filters).Select(_ => (float)(random.Next(4) * Math.Pow(10, random.Next(-3, 3)))).ToArray())
            .ToArray();
        var pruner = Pruner.GlobalThreshold((ScoreNormalization)random.Next(6), minimumFilters: random.Next(1, 4));
        var outer = FilterMask.Full(graph);
        foreach (var ratio in new[] { 0.3, 0.6, 1.0 }.Select(r => r * pruner.LargestRatio(graph)))
        {
            var mask = pruner.Select(new FilterScores(outer, Scores()), ratio);
            Assert.Equal((int)Math.Round(ratio * graph.Filters), graph.Filters - mask.Kept);
            Assert.True(mask.IsWithin(outer));
            outer = mask;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_floor_below_one_is_refused(int floor)
    {
        Assert.Equal(
            floor,
            Assert.Throws<ArgumentOutOfRangeException>("minimumFilters", () => Pruner.GlobalThreshold(minimumFilters: floor)).ActualValue);
        Assert.Throws<ArgumentOutOfRangeException>("minimumFilters", () => Pruner.PerLayer(floor));
    }
}
