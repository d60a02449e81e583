namespace HierKD.LibTorch.Tests.Autograd;

public sealed class BackwardTests : ScopedTest
{
    [Fact]
    public void Gradients_accumulate_until_they_are_cleared()
    {
        var x = tensor(new[] { 3.0 }, requires_grad: true);
        Assert.Null(x.grad);
        x.square().sum().backward();
        TensorAssert.Equal([6], x.grad!);
        x.square().sum().backward();
        TensorAssert.Equal([12], x.grad!);
        x.grad!.zero_();
        TensorAssert.Equal([0], x.grad!);
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void A_gradient_can_be_set()
    {
        var x = ones(2, dtype: ScalarType.Float64, requires_grad: true);
        x.grad = tensor(new[] { 0.5, -1.0 });
        (x * 2).sum().backward();
        TensorAssert.Equal([2.5, 1], x.grad!);
    }

    [Fact]
    public void Leaves_keep_gradients_and_results_only_on_request()
    {
        var x = ones(2, dtype: ScalarType.Float64, requires_grad: true);
        var hidden = x * 3;
        var kept = hidden * 2;
        kept.retain_grad();
        (kept * kept).sum().backward();
        Assert.True(x.is_leaf);
        Assert.False(hidden.is_leaf);
        Assert.Null(hidden.grad);
        TensorAssert.Equal([12, 12], kept.grad!);
        TensorAssert.Equal([72, 72], x.grad!);
    }

    [Fact]
    public void A_vector_needs_a_cotangent()
    {
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var y = x.square();
        y.backward([tensor(new[] { 10.0, 100.0 })]);
        TensorAssert.Equal([20, 400], x.grad!);
        var error = Assert.ThrowsAny<Exception>(() => x.square().backward());
        Assert.Contains("scalar", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_graph_is_freed_by_backward_unless_retained()
    {
        var x = tensor(new[] { 2.0 }, requires_grad: true);
        var y = x.exp().sum();
        y.backward(retain_graph: true);
        y.backward();
        TensorAssert.Equal([2 * Math.Exp(2)], x.grad!);
        var error = Assert.ThrowsAny<Exception>(() => y.backward());
        Assert.Contains("second time", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Detached_tensors_share_memory_but_not_the_graph()
    {
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var free = x.detach();
        Assert.False(free.requires_grad);
        free[0] = tensor(7.0);
        TensorAssert.Equal([7, 2], x);
        var copy = x.clone();
        Assert.True(copy.requires_grad);
        Assert.False(copy.is_leaf);
        copy.sum().backward();
        TensorAssert.Equal([1, 1], x.grad!);
    }

    [Fact]
    public void Grad_returns_gradients_without_touching_the_leaves()
    {
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var w = tensor(new[] { 3.0, 4.0 }, requires_grad: true);
        var gradients = autograd.grad([(x * w).sum()], [x, w]);
        TensorAssert.Equal([3, 4], gradients[0]);
        TensorAssert.Equal([1, 2], gradients[1]);
        Assert.Null(x.grad);
    }

    [Fact]
    public void A_gradient_can_be_differentiated_again()
    {
        var x = tensor(new[] { 2.0 }, requires_grad: true);
        var slope = autograd.grad([x.pow(3).sum()], [x], create_graph: true)[0];
        TensorAssert.Equal([12], slope);
        var curvature = autograd.grad([slope.sum()], [x])[0];
        TensorAssert.Equal([12], curvature);
    }

    [Fact]
    public void Only_floating_point_tensors_can_require_gradients()
    {
        var index = tensor(new[] { 1L, 2L });
        Assert.ThrowsAny<Exception>(() => index.requires_grad = true);
        Assert.False(index.requires_grad);
    }

    [Fact]
    public void An_in_place_change_of_what_backward_needs_is_noticed()
    {
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var y = x * 1;
        var z = y.square();
        y.add_(1);
        var error = Assert.ThrowsAny<Exception>(() => z.sum().backward());
        Assert.Contains("inplace operation", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void In_place_operators_are_differentiated()
    {
        FiniteDifferences.Check(
            t =>
            {
                var y = t[0] * 1;
                y.mul_(t[1]);
                y.add_(t[0], 0.5);
                y.addcmul_(t[0], t[1], 2);
                y.select(0, 1).mul_(3);
                return y;
            },
            tensor(new[] { 0.3, -0.7, 1.1 }),
            tensor(new[] { 1.2, 0.4, -0.9 }));
    }

    [Fact]
    public void A_non_finite_loss_is_not_hidden()
    {
        var x = tensor(new[] { 0.0 }, requires_grad: true);
        x.log().sum().backward();
        Assert.True(double.IsInfinity(TensorAssert.Values(x.grad!)[0]));
    }
}
