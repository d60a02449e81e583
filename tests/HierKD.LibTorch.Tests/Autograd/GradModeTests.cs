namespace HierKD.LibTorch.Tests.Autograd;

public sealed class GradModeTests : ScopedTest
{
    [Fact]
    public void No_grad_records_nothing_until_it_is_disposed()
    {
        var x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void Scopes_of_grad_mode_nest_and_restore_what_was()
    {
        using (no_grad())
        {
            using (enable_grad())
            {
                Assert.True(is_grad_enabled());
            }
            Assert.False(is_grad_enabled());
        }
        using (set_grad_enabled(false))
        {
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Grad_mode_is_restored_when_the_block_throws()
    {
        Action block = () =>
        {
            using var _ = no_grad();
            throw new InvalidOperationException();
        };
        Assert.Throws<InvalidOperationException>(block);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Grad_mode_belongs_to_its_thread()
    {
        var elsewhere = false;
        using (no_grad())
        {
            var thread = new Thread(() => elsewhere = is_grad_enabled());
            thread.Start();
            thread.Join();
        }
        Assert.True(elsewhere);
    }

    [Fact]
    public void Inference_mode_records_nothing()
    {
        var x = ones(2, requires_grad: true);
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void In_place_change_of_a_leaf_is_refused_outside_no_grad()
    {
        var x = ones(2, requires_grad: true);
        var error = Assert.ThrowsAny<System.Runtime.InteropServices.ExternalException>(() => x.add_(1));
        Assert.Contains("leaf", error.Message, StringComparison.OrdinalIgnoreCase);
        using (no_grad())
        {
            x.add_(1);
        }
        TensorAssert.Equal([2, 2], x);
        Assert.True(x.requires_grad && x.is_leaf);
    }
}
