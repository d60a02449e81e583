using HierKD.Tests.Pruning;

namespace HierKD.Tests.Reporting;

public sealed class ScoreHistogramTests
{
    [Fact]
    public void Scores_are_relative_to_their_group_and_counted_where_the_level_had_to_decide()
    {
        var graph = FilterGraphs.Of(4, 3);
        var allowed = FilterMask.Of(graph, [[true, true, true, true], [true, true, false]]);
        var mask = FilterMask.Of(graph, [[true, false, true, false], [true, true, false]]);
        // Means 2 and 20: relative scores 2, 0, 1, 1 and 0.5, 1.5; the last filter has no say.
        var histogram = ScoreHistogram.Of("student", new FilterScores(allowed, [[4, 0, 2, 2], [10, 30, 999]]), mask);
        Assert.Equal(("student", 4, 2), (histogram.Level, histogram.Kept.Sum(), histogram.Removed.Sum()));
        Assert.Equal(histogram.Kept.Count + 1, histogram.Edges.Count);
        Assert.Equal(0, histogram.Edges[0]);
        Assert.Equal(1, histogram.Removed[0]);
        Assert.Equal(1, histogram.Kept[^1] - Between(histogram, 1.5));
        Assert.Equal(histogram.Edges.Order(), histogram.Edges);

        static int Between(ScoreHistogram h, double score) => h.Kept.Where((_, i) => i == h.Kept.Count - 1 && h.Edges[i] <= score).Sum() - 1;
    }

    [Fact]
    public void Scores_that_are_all_the_same_negative_or_infinite_have_a_place()
    {
        var graph = FilterGraphs.Of(3, 2);
        var full = FilterMask.Full(graph);
        foreach (var scores in new[] { new float[][] { [0, 0, 0], [0, 0] }, [[-1, -2, 3], [-5, -5]], [[float.PositiveInfinity, 1, 2], [float.NegativeInfinity, 0]] })
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
