namespace HierKD.Tests;

public sealed class DistillationOptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        var options = new DistillationOptions();
        options.Validate();
        Assert.Equal((0.4, 1.0), (options.Weight, options.TaskWeight));
    }

    [Fact]
    public void One_of_the_weights_may_be_zero()
    {
        new DistillationOptions { Weight = 0 }.Validate();
        new DistillationOptions { TaskWeight = 0 }.Validate();
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_weight_that_is_no_weight_is_named_with_its_value(double weight)
    {
        var distillation = Assert.Throws<ArgumentException>("Weight", () => new DistillationOptions { Weight = weight }.Validate());
        Assert.Contains(weight.ToString(System.Globalization.CultureInfo.InvariantCulture), distillation.Message, StringComparison.Ordinal);
        var task = Assert.Throws<ArgumentException>("TaskWeight", () => new DistillationOptions { TaskWeight = weight }.Validate());
        Assert.Contains(weight.ToString(System.Globalization.CultureInfo.InvariantCulture), task.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_learn_from_is_refused() =>
        Assert.Contains(
            "both 0", Assert.Throws<ArgumentException>(() => new DistillationOptions { Weight = 0, TaskWeight = 0 }.Validate()).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Without_a_loss_the_tasks_own_is_taken()
    {
        Assert.Null(new DistillationOptions().Loss);
        Assert.IsType<SoftTargetsLoss>(PruningTask.Classification().DefaultDistillation);
        Assert.IsType<LogitDistanceLoss>(PruningTask.Regression().DefaultDistillation);
    }
}
