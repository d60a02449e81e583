namespace HierKD.Tests;

/// <summary>The divergence of softened distributions, against numbers computed by hand and its known gradient.</summary>
public sealed class SoftTargetsTests : LossTest
{
    // KL(softmax([0, 2] / T) || softmax([1, 0] / T)) for T = 1 and 2.
    private const double AtOne = 0.8287249104088974;
    private const double AtTwo = 0.25740316460689106;

    [Theory]
    [InlineData(1, true, AtOne)]
    [InlineData(1, false, AtOne)]
    [InlineData(2, true, 4 * AtTwo)]
    [InlineData(2, false, AtTwo)]
    public void Two_classes(double temperature, bool scaled, double expected)
    {
        var loss = Of(
            DistillationLoss.SoftTargets(temperature, scaled), tensor(new[] { 1.0, 0.0 }).reshape(1, 2),
            tensor(new[] { 0.0, 2.0 }).reshape(1, 2));
        Assert.Equal(0, loss.dim());
        Assert.Equal(expected, loss.item<double>(), 12);
    }

    [Fact]
    public void Samples_are_averaged()
    {
        // The mean of the above and KL(softmax([1.5, -.5]) || [.5, .5]).
        var student = tensor(new[] { 1.0, 0.0, 0.5, 0.5 }).reshape(2, 2);
        var teacher = tensor(new[] { 0.0, 2.0, 3.0, -1.0 }).reshape(2, 2);
        Assert.Equal(0.2926082450398143, Of(DistillationLoss.SoftTargets(2, scaled: false), student, teacher).item<double>(), 12);
    }

    [Fact]
    public void Classes_lie_on_axis_1_and_positions_are_averaged_like_samples()
    {
        var student = tensor(new[] { 1.0, 0.5, 0.0, 0.5 }).reshape(1, 2, 1, 2);
        var teacher = tensor(new[] { 0.0, 3.0, 2.0, -1.0 }).reshape(1, 2, 1, 2);
        Assert.Equal(0.2926082450398143, Of(DistillationLoss.SoftTargets(2, scaled: false), student, teacher).item<double>(), 12);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(15, false)]
    public void The_gradient_is_that_of_finite_differences(double temperature, bool scaled)
    {
        var loss = DistillationLoss.SoftTargets(temperature, scaled);
        var teacher = randn(3, 5, dtype: float64);
        var student = randn(3, 5, dtype: float64);
        AssertGradient(student, moved => Of(loss, moved, teacher));
    }

    [Fact]
    public void Scaling_keeps_the_gradients_size_as_the_temperature_rises()
    {
        // For large T the scaled gradient tends to (student - teacher) / (classes * N), for logits of mean 0.
        var student = tensor(new[] { 0.2, -0.2 }).reshape(1, 2).requires_grad_();
        Of(DistillationLoss.SoftTargets(1000), student, tensor(new[] { -0.4, 0.4 }).reshape(1, 2)).backward();
        TensorAssert.Close([0.3, -0.3], student.grad!, 1e-6);
    }

    [Fact]
    public void It_is_zero_without_a_gradient_when_the_outputs_agree()
    {
        var student = randn(2, 4, dtype: float64).requires_grad_();
        var loss = Of(DistillationLoss.SoftTargets(), student, student.detach().clone());
        loss.backward();
        Assert.Equal(0, loss.item<double>(), 15);
        TensorAssert.Close(new double[8], student.grad!, 1e-15);
    }

    [Fact]
    public void Large_logits_stay_finite() =>
        Assert.Equal(3000, Of(
            DistillationLoss.SoftTargets(1), tensor(new[] { 0.0, 3000.0 }).reshape(1, 2),
            tensor(new[] { 3000.0, 0.0 }).reshape(1, 2)).item<double>(), 9);

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_temperature_that_is_not_positive_is_refused(double temperature) =>
        Assert.Equal(
            temperature,
            Assert.Throws<ArgumentOutOfRangeException>("temperature", () => DistillationLoss.SoftTargets(temperature)).ActualValue);
}
