namespace HierKD.Tests;

public sealed class PruningFloorTests
{
    private readonly FilterGraph _graph = FilterGraphs.Of(3, 10, 100);

    [Theory]
    [InlineData(2, 0.0, new[] { 2, 2, 2 })]
    [InlineData(5, 0.0, new[] { 3, 5, 5 })]
    // 0.3, 1 and 10 filters: rounded up, and 2 at least.
    [InlineData(2, 0.1, new[] { 2, 2, 10 })]
    // 0.21, 0.7 and 7; the last product is a little more than 7.
    [InlineData(1, 0.07, new[] { 1, 1, 7 })]
    [InlineData(1, 0.34, new[] { 2, 4, 34 })]
    public void Each_layer_keeps_a_number_of_filters_and_a_fraction_of_its_own(int filters, double fraction, int[] least)
    {
        var scores = new FilterScores(FilterMask.Full(_graph), _graph.Groups.Select(g => new float[g.Filters]));
        foreach (var pruner in new[]
        {
            Pruner.GlobalThreshold(minimumFilters: filters, minimumFraction: fraction), Pruner.PerLayer(filters, fraction)
        })
        {
            Assert.Equal(1 - least.Sum() / 113.0, pruner.LargestRatio(_graph), 12);
            Assert.Equal(least, BudgetGraphs.Widths(pruner.Select(scores, 0.999)));
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_fraction_out_of_range_is_refused(double fraction)
    {
        Assert.Equal(fraction, Assert.Throws<ArgumentOutOfRangeException>(
            "minimumFraction", () => Pruner.GlobalThreshold(minimumFraction: fraction)).ActualValue);
        var failure = Assert.Throws<ArgumentOutOfRangeException>("minimumFraction", () => Pruner.PerLayer(minimumFraction: fraction));
        Assert.Contains(
            FormattableString.Invariant($"minimumFraction is {fraction}; it must be in [0, 1)"), failure.Message, StringComparison.Ordinal);
    }
}
