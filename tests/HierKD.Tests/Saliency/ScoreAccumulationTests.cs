namespace HierKD.Tests;

/// <summary>How steps become scores, against plain arithmetic.</summary>
public sealed class ScoreAccumulationTests : ScopedTest
{
    private static readonly double[][] Steps = [[1, -2], [3, 0.5], [-4, 8]];

    [Fact]
    public void A_moving_average_begins_with_the_first_number() =>
        AssertScores(
            ScoreAccumulation.MovingAverage(0.75),
            [[1, -2], [0.75 * 1 + 0.25 * 3, 0.75 * -2 + 0.25 * 0.5], [0.75 * 1.5 + 0.25 * -4, 0.75 * -1.375 + 0.25 * 8]]);

    [Fact]
    public void The_latest_number_replaces_those_before() => AssertScores(ScoreAccumulation.Latest, Steps);

    [Fact]
    public void Descent_adds_the_scaled_numbers() =>
        AssertScores(ScoreAccumulation.Sgd(0.1), [[0.1, -0.2], [0.4, -0.15], [0, 0.65]]);

    [Fact]
    public void RmsProp_divides_by_the_root_of_the_mean_square()
    {
        double[] score = [0, 0], square = [0, 0];
        List<double[]> expected = [];
        foreach (var step in Steps)
        {
            for (var i = 0; i < 2; i++)
            {
                square[i] = 0.9 * square[i] + 0.1 * step[i] * step[i];
                score[i] += 0.05 * step[i] / (Math.Sqrt(square[i]) + 1e-8);
            }
            expected.Add([.. score]);
        }
        AssertScores(ScoreAccumulation.RmsProp(0.05, 0.9), expected);
    }

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        Assert.Equal(ScoreAccumulation.MovingAverage(0.95), ScoreAccumulation.MovingAverage());
        Assert.Equal(ScoreAccumulation.Sgd(0.01), ScoreAccumulation.Sgd());
        Assert.Equal(ScoreAccumulation.RmsProp(0.01, 0.99), ScoreAccumulation.RmsProp());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_decay_outside_its_range_is_refused(double decay)
    {
        Assert.Equal(decay, Assert.Throws<ArgumentOutOfRangeException>("decay", () => ScoreAccumulation.MovingAverage(decay)).ActualValue);
        Assert.Throws<ArgumentOutOfRangeException>("decay", () => ScoreAccumulation.RmsProp(0.1, decay));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_step_size_that_is_not_positive_is_refused(double rate)
    {
        Assert.Equal(rate, Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => ScoreAccumulation.Sgd(rate)).ActualValue);
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => ScoreAccumulation.RmsProp(rate));
    }

    [Theory]
    [InlineData("average", new[] { 1.0, 2.0, 3.0 }, new[] { 5.5, 2, 16.5 })]
    [InlineData("sgd", new[] { 0.5, 1.0, 1.5 }, new[] { 5.5, 1, 16.5 })]
    public void Scores_of_filters_that_are_off_stay(string rule, double[] first, double[] second)
    {
        var graph = FilterGraphs.Of(3);
        var accumulation = rule == "average" ? ScoreAccumulation.MovingAverage(0.5) : ScoreAccumulation.Sgd(0.5);
        using var board = new ScoreBoard(graph, CPU);
        Assert.False(board.IsComplete);
        board.Add(graph.Groups[0], [0, 1, 2], tensor(new[] { 1f, 2f, 3f }), accumulation, step: 1);
        Assert.True(board.IsComplete);
        Assert.Equal(first, Read(board, graph));
        board.Add(graph.Groups[0], [0, 2], tensor(new[] { 10f, 30f }), accumulation, step: 2);
        Assert.Equal(second, Read(board, graph));
    }

    [Fact]
    public void The_mean_square_of_filters_that_are_off_stays_too()
    {
        var graph = FilterGraphs.Of(2);
        var rule = ScoreAccumulation.RmsProp(1, 0.5);
        using var board = new ScoreBoard(graph, CPU);
        board.Add(graph.Groups[0], [0, 1], tensor(new[] { 2f, 2f }), rule, step: 3);
        board.Add(graph.Groups[0], [0], tensor(new[] { 2f }), rule, step: 4);
        board.Add(graph.Groups[0], [0, 1], tensor(new[] { 2f, 2f }), rule, step: 5);
        // Squares 2, 3, 3.5 for the filter that was always on; 2, 3 for the other.
        var on = 2 / Math.Sqrt(2) + 2 / Math.Sqrt(3) + 2 / Math.Sqrt(3.5);
        var off = 2 / Math.Sqrt(2) + 2 / Math.Sqrt(3);
        TensorAssert.Close([on, off], Read(board, graph), 1e-6);
    }

    [Theory]
    // The others fell from 4 and 8 to 1 and 2; the two that are off follow below them, in their order and in proportion.
    [InlineData(new[] { 2f, 4, 3, 8 }, new[] { 1f, 2 }, new[] { 2.0 / 3, 1, 1, 2 })]
    // What was lowest already stays as it is.
    [InlineData(new[] { 2f, 4, 3, 8 }, new[] { 5f, 6 }, new[] { 2.0, 5, 3, 6 })]
    // Signed scores move down by one distance.
    [InlineData(new[] { -3f, 4, -1, 8 }, new[] { -2f, 5 }, new[] { -4.0, -2, -2, 5 })]
    [InlineData(new[] { 1f, 4, 3, 8 }, new[] { 0f, 5 }, new[] { -2.0, 0, 0, 5 })]
    public void For_a_selection_a_filter_that_is_off_stands_behind_those_that_are_scored(float[] first, float[] second, double[] expected)
    {
        var graph = FilterGraphs.Of(4);
        using var board = new ScoreBoard(graph, CPU);
        board.Add(graph.Groups[0], [0, 1, 2, 3], tensor(first), ScoreAccumulation.Latest, step: 6);
        board.Add(graph.Groups[0], [1, 3], tensor(second), ScoreAccumulation.Latest, step: 7);
        var scores = board.ForSelection(FilterMask.Full(graph))[graph.Groups[0]];
        TensorAssert.Close(expected, scores.Select(s => (double)s).ToArray(), 1e-6);
        Assert.True(scores[2] < scores[1] && scores[0] < scores[1]);
        // The scores themselves are kept.
        Assert.Equal([first[0], second[0], first[2], second[1]], Read(board, graph).Select(s => (float)s));
        // Once scored again a filter has its own number.
        board.Add(graph.Groups[0], [0, 1, 2, 3], tensor(first), ScoreAccumulation.Latest, step: 8);
        Assert.Equal(first, board.ForSelection(FilterMask.Full(graph))[graph.Groups[0]]);
    }

    private static double[] Read(ScoreBoard board, FilterGraph graph) =>
        board.Read(FilterMask.Full(graph))[graph.Groups[0]].Select(s => (double)s).ToArray();

    [Fact]
    public void Passes_of_one_step_score_together()
    {
        var graph = FilterGraphs.Of(4);
        using var board = new ScoreBoard(graph, CPU);
        board.Add(graph.Groups[0], [0, 1, 2, 3], tensor(new[] { 2f, 4, 3, 8 }), ScoreAccumulation.Latest, step: 1);
        // A larger level's pass, then a smaller one's: only filter 3 is not scored.
        board.Add(graph.Groups[0], [0, 1, 2], tensor(new[] { 1f, 1, 1 }), ScoreAccumulation.Latest, step: 2);
        board.Add(graph.Groups[0], [1], tensor(new[] { 5f }), ScoreAccumulation.Latest, step: 2);
        var scores = board.ForSelection(FilterMask.Full(graph))[graph.Groups[0]];
        Assert.Equal([1f, 5, 1], scores.Take(3));
        Assert.True(scores[3] < 1);
        board.Add(graph.Groups[0], [1], tensor(new[] { 5f }), ScoreAccumulation.Latest, step: 3);
        Assert.All(new[] { 0, 2, 3 }, f => Assert.True(board.ForSelection(FilterMask.Full(graph))[graph.Groups[0]][f] < 5));
    }

    private static void AssertScores(ScoreAccumulation rule, IReadOnlyList<double[]> expected)
    {
        var graph = FilterGraphs.Of(2);
        using var board = new ScoreBoard(graph, CPU);
        foreach (var (step, scores) in Steps.Zip(expected))
        {
            board.Add(graph.Groups[0], [0, 1], tensor(step), rule, step: 9);
            TensorAssert.Close(scores, Read(board, graph), 1e-6);
        }
    }
}
