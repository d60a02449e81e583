namespace HierKD.Tests;

public sealed class FilterScoresTests
{
    [Fact]
    public void Scores_are_read_group_by_group()
    {
        var graph = FilterGraphs.Of(2, 3);
        var scores = FilterGraphs.Scores(graph, [1, 2], [3, 4, 5]);
        Assert.Equal([3, 4, 5], scores[graph.Groups[1]]);
        Assert.Same(graph, scores.Graph);
    }

    [Fact]
    public void Scores_that_do_not_fit_are_refused()
    {
        var graph = FilterGraphs.Of(2, 3);
        Assert.Contains(
            "1 groups, the graph has 2", Assert.Throws<ArgumentException>("scores", () => FilterGraphs.Scores(graph, [1f, 2])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "2 scores for the 3 filters of 'group1'",
            Assert.Throws<ArgumentException>("scores", () => FilterGraphs.Scores(graph, [1, 2], [3, 4])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "'group0' is NaN",
            Assert.Throws<ArgumentException>("scores", () => FilterGraphs.Scores(graph, [1, float.NaN], [3, 4, 5])).Message,
            StringComparison.Ordinal);
    }
}
