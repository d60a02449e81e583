namespace HierKD.Tests;

/// <summary>
/// Against numbers computed sample by sample in another language from the definition: with the softmax p of the logits over the temperature
/// T, <c>T^2 * (alpha * KL([p_t, 1 - p_t]) + beta * KL(p without its target, scaled to 1))</c>, the mean over samples.
/// </summary>
public sealed class DecoupledSoftTargetsTests : LossTest
{
    [Theory]
    [InlineData(1, 8, 4, 2.6940827230387083)]
    [InlineData(1, 0, 4, 0.13804378596261238)]
    [InlineData(0, 1, 4, 0.31950486713451204)]
    [InlineData(2, 3, 1, 0.9375835890367955)]
    public void Three_samples_of_four_classes(double alpha, double beta, double temperature, double expected)
    {
        var loss = Of(DistillationLoss.DecoupledSoftTargets(alpha, beta, temperature), Student, Teacher, Labels);
        Assert.Equal(0, loss.dim());
        Assert.Equal(expected, loss.item<double>(), 12);
    }

    [Fact]
    public void The_defaults_are_one_eight_and_four() =>
        Assert.Equal(2.6940827230387083, Of(DistillationLoss.DecoupledSoftTargets(), Student, Teacher, Labels).item<double>(), 12);

    [Fact]
    public void Weighted_with_the_teachers_doubt_the_parts_are_soft_targets_again()
    {
        var (student, teacher, label) = (Student[..1], Teacher[..1], Labels[..1]);
        var doubt = 1 - nn.functional.softmax(teacher / 4, 1)[0, 3].item<double>();
        Assert.Equal(
            Of(DistillationLoss.SoftTargets(4), student, teacher).item<double>(),
            Of(DistillationLoss.DecoupledSoftTargets(1, doubt, 4), student, teacher, label).item<double>(), 12);
    }

    [Fact]
    public void Positions_of_a_dense_output_are_averaged_like_samples() =>
        Assert.Equal(
            2.6940827230387083,
            Of(DistillationLoss.DecoupledSoftTargets(), AsImage(Student), AsImage(Teacher), Labels.reshape(1, 1, 3)).item<double>(), 12);

    [Theory]
    [InlineData(1, 8, 4)]
    [InlineData(3, 1, 1)]
    public void The_gradient_is_that_of_finite_differences(double alpha, double beta, double temperature) =>
        AssertGradient(Student, moved => Of(DistillationLoss.DecoupledSoftTargets(alpha, beta, temperature), moved, Teacher, Labels));

    [Fact]
    public void It_is_zero_without_a_gradient_when_the_outputs_agree()
    {
        var student = Student.clone().requires_grad_();
        var loss = Of(DistillationLoss.DecoupledSoftTargets(), student, Student, Labels);
        loss.backward();
        Assert.Equal(0, loss.item<double>(), 14);
        TensorAssert.Close(new double[12], student.grad!, 1e-14);
    }

    [Fact]
    public void Sure_models_give_finite_numbers_and_gradients()
    {
        // Target class 0. The teacher is sure of class 1, the student of class 0: 3000 for the first part; of the others both are sure of
        // class 1.
        var student = tensor(new[] { 3000.0, 0.0, -3000.0 }).reshape(1, 3).requires_grad_();
        var loss = Of(
            DistillationLoss.DecoupledSoftTargets(1, 1, 1), student, tensor(new[] { 0.0, 3000.0, 0.0 }).reshape(1, 3),
            tensor(new[] { 0L }));
        loss.backward();
        Assert.Equal(3000, loss.item<double>(), 9);
        TensorAssert.Close([1, -1, 0], student.grad!, 1e-9);
    }

    [Fact]
    public void Targets_that_are_no_class_indices_are_refused()
    {
        var loss = DistillationLoss.DecoupledSoftTargets();
        Assert.Contains(
            "[3] of Float64", Assert.Throws<ArgumentException>("step", () => Of(loss, Student, Teacher, zeros(3, dtype: float64))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[2] of Int64; DistillationLoss.DecoupledSoftTargets needs class indices [3]",
            Assert.Throws<ArgumentException>("step", () => Of(loss, Student, Teacher, Labels[..2])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "[3, 1]", Assert.Throws<ArgumentException>("step", () => Of(loss, Student[.., ..1], Teacher[.., ..1], Labels)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alpha", -1, 8, 4)]
    [InlineData("alpha", double.NaN, 8, 4)]
    [InlineData("beta", 1, -0.5, 4)]
    [InlineData("beta", 1, double.PositiveInfinity, 4)]
    [InlineData("beta", 0, 0, 4)]
    [InlineData("temperature", 1, 8, 0)]
    [InlineData("temperature", 1, 8, double.NaN)]
    public void Arguments_out_of_range_are_refused(string name, double alpha, double beta, double temperature)
    {
        var failure =
            Assert.Throws<ArgumentOutOfRangeException>(name, () => DistillationLoss.DecoupledSoftTargets(alpha, beta, temperature));
        Assert.Equal(name switch { "alpha" => alpha, "beta" => beta, _ => temperature }, failure.ActualValue);
    }
}
