using Readme;

namespace HierKD.Tests;

/// <summary>Budgets whose answer is known. The network "vgg" has 6, 8 and 10 removable filters.</summary>
public sealed class BudgetSearchTests
{
    private readonly FilterGraph _graph = BudgetGraphs.Of("vgg");

    [Theory]
    // 1119 parameters. A filter of the last group takes 36 with it while the others are whole, one of the second 64 while the last has 2:
    // 1119 - 8 * 36 - 5 * 64.
    [InlineData(Measure.Parameters, 0.5, new[] { 6, 3, 2 }, 511)]
    // 25694 multiply-adds. 35, then 872, then 2592 at a time: 25694 - 8 * 35 - 6 * 872 - 3 * 2592; with one filter more it is 14998.
    [InlineData(Measure.MultiplyAdds, 0.5, new[] { 3, 2, 2 }, 12406)]
    // Two filters of the last group are 70 of the 256.94 that may go at most, eight are 280.
    [InlineData(Measure.MultiplyAdds, 0.01, new[] { 6, 8, 2 }, 25414)]
    [InlineData(Measure.MultiplyAdds, 0.002, new[] { 6, 8, 8 }, 25624)]
    public void The_largest_mask_within_the_budget_is_found(Measure measure, double ratio, int[] widths, long expected)
    {
        var mask = Search(measure).Largest(Pruner.GlobalThreshold(ScoreNormalization.None), BudgetGraphs.LastGroupFirst(_graph), 1 - ratio);
        Assert.Equal(widths, BudgetGraphs.Widths(mask));
        Assert.Equal(expected, measure == Measure.Parameters ? _graph.Cost.Parameters(mask) : _graph.Cost.MultiplyAdds(mask));
        // Within a group the lowest scores went.
        Assert.All(_graph.Groups, g => Assert.Equal(Enumerable.Range(g.Filters - widths[g.Index], widths[g.Index]), mask.KeptFilters(g)));
    }

    [Fact]
    public void A_pruner_of_every_layer_goes_on_until_the_budget_is_met_in_the_same_ratio_everywhere()
    {
        // 3, 4, 5 cost 13343, 3, 4, 4 13324, 3, 3, 4 12876: all above 12847.
        var mask = Search(Measure.MultiplyAdds).Largest(Pruner.PerLayer(), BudgetGraphs.LastGroupFirst(_graph), 0.5);
        Assert.Equal([2, 3, 4], BudgetGraphs.Widths(mask));
        Assert.Equal(10140, _graph.Cost.MultiplyAdds(mask));
    }

    [Fact]
    public void A_strangers_pruner_meets_a_budget_without_knowing_of_it()
    {
        // Even widths: 4, 4, 6 cost 4608 + 9216 + 2304 + 96 + 18 = 16242, 2, 4, 4 4608 + 4608 + 1152 + 64 + 12 = 10444.
        var mask = Search(Measure.MultiplyAdds).Largest(new EvenPruner(), BudgetGraphs.LastGroupFirst(_graph), 0.5);
        Assert.Equal([2, 4, 4], BudgetGraphs.Widths(mask));
    }

    [Fact]
    public void A_budget_that_is_met_exactly_is_met()
    {
        var graph = FilterGraphs.Of(10);
        var scores = FilterGraphs.Scores(graph, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        // 1 - 0.8 is a little less than 0.2.
        Assert.Equal("0000000011", FilterGraphs.Text(Filters(graph).Largest(Pruner.GlobalThreshold(minimumFilters: 1), scores, 1 - 0.8)));
        Assert.Equal("0000000111", FilterGraphs.Text(Filters(graph).Largest(Pruner.GlobalThreshold(minimumFilters: 1), scores, 0.39)));
    }

    [Fact]
    public void Where_nothing_fits_the_smallest_mask_is_returned_and_does_not_fit()
    {
        var search = Search(Measure.MultiplyAdds);
        var mask = search.Largest(Pruner.GlobalThreshold(), BudgetGraphs.LastGroupFirst(_graph), 0.3);
        Assert.Equal([2, 2, 2], BudgetGraphs.Widths(mask));
        Assert.False(search.Fits(mask, 0.3));
        // 4608 + 4608 + 576 + 16 + 6.
        Assert.True(search.Fits(mask, 9814.0 / 25694));
        Assert.False(search.Fits(mask, 9813.0 / 25694));
    }

    [Fact]
    public void What_was_seen_to_fit_is_not_given_up_for_what_a_pruner_says_later()
    {
        var graph = FilterGraphs.Of(8);
        List<double> asked = [];
        // A half gives five filters, a quarter three: the pruner is not monotone, and both fit. So does what it gives from then on, which
        // is larger again, but not as large.
        var pruner = new Scripted(ratio =>
        {
            asked.Add(ratio);
            return First(graph, ratio switch { 1 => 1, 0.5 => 5, 0.25 => 3, _ => 4 });
        });
        var mask = Filters(graph).Largest(pruner, FilterGraphs.Scores(graph, new float[8]), 0.7);
        Assert.Equal([1, 0.5, 0.25, 0.125], asked[..4]);
        Assert.Equal(5, mask.Kept);
    }

    [Fact]
    public void Of_two_masks_with_as_many_filters_the_one_nearer_to_the_budget_is_taken()
    {
        var graph = FilterGraphs.Of(4, 4);
        FilterMask Mask(string text) => FilterGraphs.Mask(graph, text);
        var pruner = new Scripted(
            ratio => ratio switch { 1 => Mask("1000 1000"), 0.5 => Mask("1000 1110"), 0.25 => Mask("1100 1100"), _ => Mask("1111 1110") });
        var search =
            new BudgetSearch(mask => 0.2 * mask.KeptFilters(graph.Groups[0]).Length + 0.05 * mask.KeptFilters(graph.Groups[1]).Length);
        Assert.Equal(
            "1100 1100",
            FilterGraphs.Text(search.Largest(pruner, new FilterScores(FilterMask.Full(graph), [new float[4], new float[4]]), 0.6)));
    }

    [Fact]
    public void The_pruner_is_asked_for_no_more_than_its_largest_ratio_and_no_oftener_than_needed()
    {
        var graph = FilterGraphs.Of(Enumerable.Repeat(100, 10).ToArray());
        var scores = new FilterScores(
            FilterMask.Full(graph), graph.Groups.Select(g => Enumerable.Range(0, 100).Select(f => (float)f * (g.Index + 1)).ToArray()));
        List<double> asked = [];
        var inner = Pruner.GlobalThreshold();
        var pruner = new Scripted(ratio =>
        {
            asked.Add(ratio);
            return inner.Select(scores, ratio);
        })
        { Largest = inner.LargestRatio(graph) };
        Assert.Equal(437, Filters(graph).Largest(pruner, scores, 0.437).Kept);
        Assert.All(asked, ratio => Assert.InRange(ratio, 0, 0.98));
        // A thousand filters are told apart by ten bisections; ratios are rounded, which may take one more.
        Assert.InRange(asked.Count, 2, 12);
    }

    [Fact]
    public void A_pruner_without_an_answer_is_named()
    {
        var graph = FilterGraphs.Of(4);
        var failure = Assert.Throws<InvalidOperationException>(() =>
            Filters(graph).Largest(new Scripted(_ => null!), FilterGraphs.Scores(graph, new float[4]), 0.5));
        Assert.Contains("The pruner Scripted returned no mask", failure.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() =>
            Filters(graph).Largest(new Scripted(_ => FilterMask.Full(FilterGraphs.Of(4))), FilterGraphs.Scores(graph, new float[4]), 0.5));
    }

    private BudgetSearch Search(Measure measure) => new(RelativeCost.Of(measure, _graph, _ => throw new NotSupportedException()));

    private static BudgetSearch Filters(FilterGraph graph) => new(mask => (double)mask.Kept / graph.Filters);

    private static FilterMask First(FilterGraph graph, int kept) =>
        FilterMask.Of(graph, graph.Groups.Select(g => Enumerable.Range(0, g.Filters).Select(f => f < kept)));

    private sealed class Scripted(Func<double, FilterMask> answer) : IPruner
    {
        public double Largest { get; init; } = 1;

        public double LargestRatio(FilterGraph graph) => Largest;

        public FilterMask Select(FilterScores scores, double ratio) => answer(ratio);
    }
}
