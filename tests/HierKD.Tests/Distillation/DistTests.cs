namespace HierKD.Tests;

/// <summary>
/// Against numbers computed in another language with a library's correlation coefficient r: with softened probabilities P <c>[N, C]</c>,
/// <c>T^2 * (beta * (1 - mean over rows of r) + gamma * (1 - mean over columns of r))</c>.
/// </summary>
public sealed class DistTests : LossTest
{
    [Theory]
    [InlineData(1, 1, 1, 0.19250644152161056)]
    [InlineData(2, 0, 1, 0.151935661499494)]
    [InlineData(0, 1, 1, 0.11653861077186356)]
    [InlineData(1, 2, 4, 6.08359225974081)]
    public void Three_samples_of_four_classes(double beta, double gamma, double temperature, double expected)
    {
        var loss = Of(DistillationLoss.Dist(beta, gamma, temperature), Student, Teacher);
        Assert.Equal(0, loss.dim());
        Assert.Equal(expected, loss.item<double>(), temperature * temperature * 1e-6);
    }

    [Fact]
    public void The_defaults_are_one_each() =>
        Assert.Equal(0.19250644152161056, Of(DistillationLoss.Dist(), Student, Teacher).item<double>(), 1e-6);

    [Fact]
    public void Positions_of_a_dense_output_are_samples() =>
        Assert.Equal(0.19250644152161056, Of(DistillationLoss.Dist(), AsImage(Student), AsImage(Teacher)).item<double>(), 1e-6);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(0, 1, 4)]
    [InlineData(2, 0, 2)]
    public void The_gradient_is_that_of_finite_differences(double beta, double gamma, double temperature) =>
        AssertGradient(Student, moved => Of(DistillationLoss.Dist(beta, gamma, temperature), moved, Teacher));

    [Fact]
    public void It_is_zero_when_the_outputs_agree() =>
        Assert.Equal(0, Of(DistillationLoss.Dist(), Student, Student.clone()).item<double>(), 1e-6);

    [Fact]
    public void What_does_not_vary_correlates_zero_with_a_finite_gradient()
    {
        // One sample has no relation within a class: 1 for gamma. Equal logits have none between classes either: 1 for beta.
        var student = zeros(1, 4, dtype: float64).requires_grad_();
        var loss = Of(DistillationLoss.Dist(beta: 3, gamma: 2), student, Teacher[..1]);
        loss.backward();
        Assert.Equal(5, loss.item<double>(), 6);
        Assert.All(TensorAssert.Values(student.grad!), g => Assert.True(double.IsFinite(g)));
    }

    [Theory]
    [InlineData("beta", -1, 1, 1)]
    [InlineData("gamma", 1, double.NaN, 1)]
    [InlineData("gamma", 0, 0, 1)]
    [InlineData("temperature", 1, 1, -4)]
    public void Arguments_out_of_range_are_refused(string name, double beta, double gamma, double temperature)
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(name, () => DistillationLoss.Dist(beta, gamma, temperature));
        Assert.Equal(name switch { "beta" => beta, "gamma" => gamma, _ => temperature }, failure.ActualValue);
    }
}
