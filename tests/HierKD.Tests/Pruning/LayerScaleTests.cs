namespace HierKD.Tests;

/// <summary>How the scores of one layer are normalised, by hand.</summary>
public sealed class LayerScaleTests
{
    [Theory]
    [InlineData(ScoreNormalization.Mean, new[] { 0.4, -0.8, 1.2, 1.6 })]
    [InlineData(ScoreNormalization.None, new[] { 1.0, -2, 3, 4 })]
    [InlineData(ScoreNormalization.L2, new[] { 0.18257418583505536, -0.3651483716701107, 0.5477225575051661, 0.7302967433402214 })]
    [InlineData(ScoreNormalization.Max, new[] { 0.25, -0.5, 0.75, 1 })]
    // Mean 1.5, squares .25, 12.25, 2.25, 6.25: deviation sqrt(5.25).
    [InlineData(
        ScoreNormalization.Standardized, new[] { -0.2182178902359924, -1.5275252316519468, 0.6546536707079772, 1.0910894511799618 })]
    [InlineData(ScoreNormalization.Rank, new[] { 0.5, 0.25, 0.75, 1 })]
    public void Each_choice_has_its_formula(ScoreNormalization normalization, double[] expected) =>
        TensorAssert.Close(expected, LayerScale.Normalize([1, -2, 3, 4], [true, true, true, true], normalization), 1e-12);

    [Theory]
    [InlineData(ScoreNormalization.Mean, new[] { 0.5, 1.5 })]
    [InlineData(ScoreNormalization.Max, new[] { 1.0 / 3, 1 })]
    [InlineData(ScoreNormalization.Standardized, new[] { -1.0, 1 })]
    [InlineData(ScoreNormalization.Rank, new[] { 0.5, 1 })]
    public void Filters_that_may_not_be_on_have_no_say(ScoreNormalization normalization, double[] expected) =>
        TensorAssert.Close(
            expected, LayerScale.Normalize([1, 1000, 3], [true, false, true], normalization).Where((_, f) => f != 1).ToArray(), 1e-12);

    [Fact]
    public void Equal_scores_share_the_mean_of_their_ranks() =>
        TensorAssert.Close(
            [1.5 / 6, 4.0 / 6, 4.0 / 6, 4.0 / 6, 1.5 / 6, 1],
            LayerScale.Normalize([1, 5, 5, 5, 1, 9], [true, true, true, true, true, true], ScoreNormalization.Rank), 1e-12);

    [Theory]
    [InlineData(ScoreNormalization.Mean, 0f, 0)]
    [InlineData(ScoreNormalization.L2, 0f, 0)]
    [InlineData(ScoreNormalization.Max, 0f, 0)]
    [InlineData(ScoreNormalization.Standardized, 0.1f, 0)]
    [InlineData(ScoreNormalization.Rank, 0.1f, 2.0 / 3)]
    public void A_layer_of_equal_scores_is_no_division_by_zero(ScoreNormalization normalization, float score, double expected) =>
        TensorAssert.Close(
            [expected, expected, expected], LayerScale.Normalize([score, score, score], [true, true, true], normalization), 1e-12);

    [Fact]
    public void A_layer_that_may_have_no_filter_on_is_left_as_it_is() =>
        Assert.Equal([1, 2], LayerScale.Normalize([1, 2], [false, false], ScoreNormalization.Max));

    [Theory]
    // 1, 2, 10 and 4, 5, 6: divided by the largest .1, .2, 1 and .67, .83, 1.
    [InlineData(ScoreNormalization.Max, "001 111")]
    // -.82, -.58, 1.40 and -1.22, 0, 1.22.
    [InlineData(ScoreNormalization.Standardized, "011 011")]
    // 1/3, 2/3, 1 in both.
    [InlineData(ScoreNormalization.Rank, "011 011")]
    public void The_order_between_layers_depends_on_the_choice(ScoreNormalization normalization, string expected)
    {
        var scores = FilterGraphs.Scores(FilterGraphs.Of(3, 3), [1, 2, 10], [4, 5, 6]);
        Assert.Equal(expected, FilterGraphs.Text(Pruner.GlobalThreshold(normalization, minimumFilters: 1).Select(scores, 1.0 / 3)));
    }

    [Fact]
    public void An_unknown_choice_is_refused()
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>("normalization", () => Pruner.GlobalThreshold((ScoreNormalization)17));
        Assert.Contains("Mean, L2, None, Max, Standardized, Rank", failure.Message, StringComparison.Ordinal);
    }
}
