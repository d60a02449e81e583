namespace HierKD.Tests;

public sealed class LogitDistanceTests : LossTest
{
    [Fact]
    public void It_is_the_mean_squared_difference()
    {
        var student = tensor(new[] { 1.0, 2.0, 3.0, 4.0 }).reshape(2, 2).requires_grad_();
        var loss = Of(DistillationLoss.LogitDistance(), student, tensor(new[] { 1.0, 0.0, 0.0, 5.0 }).reshape(2, 2));
        Assert.Equal(3.5, loss.item<double>());
        loss.backward();
        TensorAssert.Close([0, 1, 1.5, -0.5], student.grad!, 1e-15);
    }
}
