namespace HierKD.Tests.Reporting;

public sealed class ScoreHistogramTests
{
    [Fact]
    public void Scores_are_relative_to_their_group_and_counted_where_the_level_had_to_decide()
    {
        var graph = FilterGraphs.Of(4, 3);
        var allowed = FilterMask.Of(graph, [[true, true, true, true], [true, true, false]]);
        var mask = FilterMask.Of(graph, [[true, false, true, false], [true, true, false]]);
        // Means 2 and 20: relative scores 2, 0, 1, 1 and 0.5, 1.5; the last filter has no say. 24 bins up to 1.5, where 98 % of them end.
        var histogram = ScoreHistogram.Of("student", new FilterScores(allowed, [[4, 0, 2, 2], [10, 30, 999]]), mask);
        Assert.Equal("student", histogram.Level);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => i / 16.0), histogram.Edges);
        Assert.Equal([(8, 1), (16, 1), (23, 2)], Filled(histogram.Kept));
        Assert.Equal([(0, 1), (16, 1)], Filled(histogram.Removed));
    }

    private static IEnumerable<(int Bin, int Count)> Filled(IEnumerable<int> counts) =>
        counts.Select((count, bin) => (bin, count)).Where(c => c.count > 0);

    [Fact]
    public void Scores_that_are_all_the_same_negative_or_infinite_have_a_place()
    {
        var graph = FilterGraphs.Of(3, 2);
        var full = FilterMask.Full(graph);
        foreach (var scores in new[] { new float[][] { [0, 0, 0], [0, 0] }, [
            [-1, -2, 3], [-5, -5]
        ], [[float.PositiveInfinity, 1, 2], [float.NegativeInfinity, 0]] })
        {
            var histogram = ScoreHistogram.Of("student", new FilterScores(full, scores), full);
            Assert.Equal((5, 0), (histogram.Kept.Sum(), histogram.Removed.Sum()));
            Assert.All(histogram.Edges.Zip(histogram.Edges.Skip(1)), e => Assert.True(e.First < e.Second));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 1)]
    [InlineData(0.5, 2)]
    [InlineData(0.75, 2.5)]
    [InlineData(1, 3)]
    public void Quantiles_are_read_off_the_bins(double share, double score) =>
        Assert.Equal(score, new ScoreHistogram("student", [0, 1, 2, 3], [1, 1, 2], [0, 0, 0]).Quantile([1, 1, 2], share), 12);
}
