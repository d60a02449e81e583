namespace HierKD.Tests;

public sealed class HintsTests : LossTest
{
    private readonly Tensor _own = tensor(new[] { 1.0, 2.0, 3.0, 4.0, 0.0, -1.0, 2.0, 0.5 }).reshape(2, 2, 1, 2);
    private readonly Tensor _teacher = tensor(new[] { 1.0, 0.0, 0.0, 5.0, 0.0, 1.0, 2.0, 0.0 }).reshape(2, 2, 1, 2);

    [Fact]
    public void It_is_the_mean_squared_difference_over_batch_channels_and_positions() =>
        // (0 + 4 + 9 + 1 + 0 + 4 + 0 + 0.25) / 8
        Assert.Equal(18.25 / 8, OfFeatures(DistillationLoss.Hints("m"), _own, _teacher).item<double>(), 14);

    [Fact]
    public void It_is_summed_over_modules_of_any_size_and_compares_what_is_shared()
    {
        var step = new DistillationStep(_own, _own, zeros(2, dtype: int64), new Dictionary<string, FeaturePair>
        {
            ["a"] = new(_own, zeros(2, 7, 1, 2)) { SharedTeacher = _teacher },
            ["b"] = new(ones(2, 3), zeros(2, 3)),
            ["c"] = new(full([2, 3], 9), zeros(2, 3)),
        });
        Assert.Equal(18.25 / 8 + 1, DistillationLoss.Hints("a", "b", "a").Compute(step).item<double>(), 14);
    }

    [Fact]
    public void The_gradient_is_that_of_finite_differences() =>
        AssertGradient(_own, moved => OfFeatures(DistillationLoss.Hints("m"), moved, _teacher));

    [Fact]
    public void Modules_have_to_be_named()
    {
        Assert.Equal(["a", "b"], DistillationLoss.Hints("a", "b", "a").Modules);
        Assert.Throws<ArgumentException>("modules", () => DistillationLoss.Hints());
        Assert.Throws<ArgumentException>("modules", () => DistillationLoss.Hints("a", ""));
        Assert.Throws<ArgumentNullException>("modules", () => DistillationLoss.Hints(null!));
        Assert.Throws<ArgumentException>("modules", () => DistillationLoss.AttentionTransfer());
    }

    [Fact]
    public void A_feature_that_was_not_listed_is_refused_with_those_that_were()
    {
        var failure = Assert.Throws<ArgumentException>("module", () => OfFeatures(DistillationLoss.Hints("x"), _own, _teacher));
        Assert.Contains("module 'x': the loss's Modules are m;", failure.Message, StringComparison.Ordinal);
        Assert.Contains(
            "are empty", Assert.Throws<ArgumentException>("module", () => Of(DistillationLoss.Hints("x"), _own, _teacher)).Message,
            StringComparison.Ordinal);
    }
}
