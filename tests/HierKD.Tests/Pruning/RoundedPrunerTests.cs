namespace HierKD.Tests;

/// <summary>Widths brought to multiples, by hand.</summary>
public sealed class RoundedPrunerTests
{
    [Theory]
    // The inner pruner keeps 5 and 7 of 12: 4 and 8.
    [InlineData(4, "000000001111 000011111111")]
    // Both are nearest to 6.
    [InlineData(6, "000000111111 000000111111")]
    [InlineData(1, "000000011111 000001111111")]
    public void Each_width_becomes_the_nearest_multiple(int multiple, string expected)
    {
        var graph = FilterGraphs.Of(12, 12);
        Assert.Equal(expected, FilterGraphs.Text(Stepped(new Keeps(5, 7), multiple).SelectStep(Rising(graph), 0.5)));
    }

    [Fact]
    public void Of_two_multiples_that_are_equally_near_the_larger_is_taken()
    {
        var graph = FilterGraphs.Of(12);
        Assert.Equal("000011111111", FilterGraphs.Text(Stepped(new Keeps(6), 4).SelectStep(Rising(graph), 0.5)));
    }

    [Fact]
    public void The_own_width_counts_and_a_group_that_is_narrower_stays_whole()
    {
        var graph = FilterGraphs.Of(10, 10, 3);
        // 9 of 10 is nearer to 10 than to 8, 8 of 10 is a multiple itself, 1 of 3 cannot be one.
        Assert.Equal([10, 8, 3], BudgetGraphs.Widths(Stepped(new Keeps(9, 8, 1), 4).SelectStep(Rising(graph), 0.5)));
    }

    [Fact]
    public void What_the_inner_pruner_chose_stays_before_anything_else_and_the_highest_scores_come_next()
    {
        var graph = FilterGraphs.Of(6);
        // The inner pruner keeps the first filters, whatever their scores.
        Assert.Equal("111001", FilterGraphs.Text(Stepped(new Keeps(first: true, 3), 4).SelectStep(Rising(graph), 0.5)));
        Assert.Equal("011110", FilterGraphs.Text(Stepped(new Keeps(first: true, 5), 2).SelectStep(Rising(graph, "111110"), 0.5)));
    }

    [Fact]
    public void No_filter_comes_on_that_may_not()
    {
        var graph = FilterGraphs.Of(12);
        Assert.Equal("000111111110", FilterGraphs.Text(Stepped(new Keeps(7), 4).SelectStep(Rising(graph, "001111111110"), 0.5)));
        // Eight are the nearest, but only six may be on.
        Assert.Equal("000111100000", FilterGraphs.Text(Stepped(new Keeps(7), 4).SelectStep(Rising(graph, "011111100000"), 0.5)));
        // A larger level of another pruner's leaves three: there is no multiple to choose.
        Assert.Equal("111000000000", FilterGraphs.Text(Stepped(new Keeps(7), 4).SelectStep(Rising(graph, "111000000000"), 0.5)));
    }

    [Fact]
    public void The_floor_of_the_inner_pruner_holds()
    {
        var graph = FilterGraphs.Of(12, 12);
        var pruner = Pruner.Rounded(Pruner.GlobalThreshold(minimumFilters: 5), 4);
        // 5 is nearest to 4, but 8 is the least multiple that keeps 5.
        Assert.Equal([8, 8], BudgetGraphs.Widths(pruner.Select(Rising(graph), pruner.LargestRatio(graph))));
        Assert.Equal(8.0 / 24, pruner.LargestRatio(graph), 12);
    }

    [Theory]
    [InlineData(0.1, 16, 8)]
    [InlineData(0.25, 16, 8)]
    // 24 would be too many.
    [InlineData(0.3, 8, 8)]
    [InlineData(0.5, 8, 8)]
    // Beyond the largest ratio.
    [InlineData(0.9, 8, 8)]
    public void At_most_the_asked_share_of_the_filters_is_kept(double ratio, int first, int second)
    {
        var graph = FilterGraphs.Of(16, 16);
        // The inner pruner gives up the second group first, down to its floor of 2, and the first when there is nothing else.
        var scores = new FilterScores(FilterMask.Full(graph), [Enumerable.Repeat(100f, 16).ToArray(), Enumerable.Repeat(1f, 16).ToArray()]);
        var pruner = Pruner.Rounded(Pruner.GlobalThreshold(ScoreNormalization.None), 8);
        Assert.Equal([first, second], BudgetGraphs.Widths(pruner.Select(scores, ratio)));
        Assert.Equal(0.5, pruner.LargestRatio(graph), 12);
    }

    [Fact]
    public void A_multiple_below_one_and_a_missing_pruner_are_refused()
    {
        Assert.Equal(0, Assert.Throws<ArgumentOutOfRangeException>("multiple", () => Pruner.Rounded(Pruner.PerLayer(), 0)).ActualValue);
        Assert.Throws<ArgumentNullException>("inner", () => Pruner.Rounded(null!, 8));
    }

    private static ISteppedPruner Stepped(IPruner inner, int multiple) => (ISteppedPruner)Pruner.Rounded(inner, multiple);

    /// <summary>Scores that rise from the first filter of each group to the last.</summary>
    private static FilterScores Rising(FilterGraph graph, string? allowed = null) => new(
        allowed is null ? FilterMask.Full(graph) : FilterGraphs.Mask(graph, allowed),
        graph.Groups.Select(g => Enumerable.Range(0, g.Filters).Select(f => (float)f).ToArray()));

    /// <summary>
    /// Keeps so many filters of each group: of those that may be on the last, or the first. At its largest ratio it keeps one.
    /// </summary>
    private sealed class Keeps(bool first, params int[] widths) : IPruner
    {
        public Keeps(params int[] widths)
            : this(first: false, widths)
        {
        }

        public FilterMask Select(FilterScores scores, double ratio) => FilterMask.Of(scores.Graph, scores.Graph.Groups.Select(g =>
        {
            var width = ratio == ((IPruner)this).LargestRatio(scores.Graph) ? 1 : widths[g.Index];
            var on = scores.Allowed.KeptFilters(g);
            var kept = (first ? on.Take(width) : on.TakeLast(width)).ToHashSet();
            return Enumerable.Range(0, g.Filters).Select(kept.Contains);
        }));
    }
}
