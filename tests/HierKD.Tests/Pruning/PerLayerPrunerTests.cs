namespace HierKD.Tests;

public sealed class PerLayerPrunerTests
{
    [Fact]
    public void Every_layer_loses_its_lowest_filters_in_the_same_ratio()
    {
        var graph = FilterGraphs.Of(4, 8);
        var scores = FilterGraphs.Scores(graph, [4, 1, 3, 2], [1000, 8, 7, 6, 5, 4, 3, 2000]);
        Assert.Equal("1010 11100001", FilterGraphs.Text(Pruner.PerLayer().Select(scores, 0.5)));
    }

    [Fact]
    public void The_floor_holds()
    {
        var graph = FilterGraphs.Of(4, 10);
        var scores = FilterGraphs.Scores(graph, [4, 1, 3, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.Equal("1011 0000000111", FilterGraphs.Text(Pruner.PerLayer(minimumFilters: 3).Select(scores, 0.9)));
        Assert.Equal(1 - 6.0 / 14, Pruner.PerLayer(3).LargestRatio(graph), 12);
    }

    [Fact]
    public void Equal_scores_keep_the_first_and_filters_that_may_not_be_on_stay_off()
    {
        var graph = FilterGraphs.Of(4, 4);
        var allowed = FilterGraphs.Mask(graph, "0111 1111");
        Assert.Equal(
            "0110 1100", FilterGraphs.Text(Pruner.PerLayer().Select(new FilterScores(allowed, [[1, 1, 1, 1], [1, 1, 1, 1]]), 0.5)));
    }

    [Fact]
    public void Where_a_layer_is_at_its_floor_the_others_make_up_for_it()
    {
        // A tenth of 104 filters are 10.4: the narrow layer keeps its 2, so the wide one keeps 8.4 of 100 and not 10.
        var graph = FilterGraphs.Of(4, 100);
        var scores = new FilterScores(FilterMask.Full(graph), [new float[4], new float[100]]);
        Assert.Equal([2, 8], BudgetGraphs.Widths(Pruner.PerLayer().Select(scores, 0.9)));
        // Without floors in the way every layer keeps its share.
        Assert.Equal([2, 50], BudgetGraphs.Widths(Pruner.PerLayer().Select(scores, 0.5)));
    }

    [Fact]
    public void The_largest_ratio_is_reached()
    {
        var graph = FilterGraphs.Of(2, 4, 100, 7);
        var scores = new FilterScores(FilterMask.Full(graph), graph.Groups.Select(g => new float[g.Filters]));
        foreach (var pruner in new[]
        {
            Pruner.PerLayer(3), Pruner.PerLayer(1, 0.25), Pruner.GlobalThreshold(minimumFilters: 3, minimumFraction: 0.3)
        })
        {
            var ratio = pruner.LargestRatio(graph);
            Assert.Equal(ratio, pruner.Select(scores, ratio).Ratio, 12);
        }
    }
}
