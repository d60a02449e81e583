namespace HierKD.Tests;

public sealed class WeightedLossTests : LossTest
{
    [Fact]
    public void The_published_loss_can_be_written()
    {
        var loss = DistillationLoss.Weighted((0.4, DistillationLoss.SoftTargets(15, scaled: false)), (0.001, DistillationLoss.Hints("m")));
        Assert.Equal(["m"], loss.Modules);
        var step = new DistillationStep(
            Student, Teacher, Labels,
            new Dictionary<string, FeaturePair> { ["m"] = new(ones(3, 2, dtype: float64), zeros(3, 2, dtype: float64)) });
        // 0.4 * KL at temperature 15, computed in another language, + 0.001 * 1.
        Assert.Equal(0.4 * 0.0016355827905495627 + 0.001, loss.Compute(step).item<double>(), 12);
    }

    [Fact]
    public void It_needs_the_modules_of_all_its_losses()
    {
        var loss = DistillationLoss.Weighted(
            (1, DistillationLoss.Hints("a", "b")), (2, DistillationLoss.Weighted((1, DistillationLoss.AttentionTransfer("b", "c")))),
            (3, DistillationLoss.LogitDistance()));
        Assert.Equal(["a", "b", "c"], loss.Modules);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_weight_that_is_not_positive_is_refused_with_its_value(double weight) => Assert.Contains(
        FormattableString.Invariant($" is {weight};"),
        Assert.Throws<ArgumentException>(
            "terms",
            () => DistillationLoss.Weighted((1, DistillationLoss.LogitDistance()), (weight, DistillationLoss.LogitDistance()))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Nothing_to_add_up_is_refused()
    {
        Assert.Throws<ArgumentException>("terms", () => DistillationLoss.Weighted());
        Assert.Throws<ArgumentException>("terms", () => DistillationLoss.Weighted((1, null!)));
        Assert.Throws<ArgumentNullException>("terms", () => DistillationLoss.Weighted(null!));
    }
}
