using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Modules;

/// <summary>Replacing, shrinking, freezing and converting parameters.</summary>
public sealed class ParameterTests : ScopedTest
{
    [Fact]
    public void Setting_a_weight_disposes_the_old_one_and_renews_the_registration()
    {
        using var conv = Conv2d(2, 2, 3);
        var old = conv.weight;
        var replacement = Parameter(ones(1, 2, 3, 3));
        conv.weight = replacement;
        Assert.True(old.IsInvalid);
        Assert.Same(replacement, conv.weight);
        Assert.Same(replacement, conv.get_parameter("weight"));
        Assert.Same(replacement, conv.state_dict()["weight"]);
    }

    [Fact]
    public void A_bias_can_be_taken_away()
    {
        using var layer = Linear(2, 3);
        layer.bias = null;
        Assert.Equal(["weight"], layer.named_parameters().Select(p => p.name));
        TensorAssert.Shape([1, 3], layer.call(ones(1, 2)));
    }

    [Fact]
    public void The_buffers_of_a_batch_norm_can_be_replaced()
    {
        using var norm = BatchNorm2d(3);
        var old = norm.running_mean;
        norm.running_mean = full([2], 4f);
        norm.running_var = ones(2);
        norm.weight = Parameter(ones(2));
        norm.bias = Parameter(zeros(2));
        Assert.True(old!.IsInvalid);
        norm.eval();
        TensorAssert.Equal([-4 / Math.Sqrt(1 + 1e-5), -4 / Math.Sqrt(1 + 1e-5)], norm.call(zeros(1, 2, 1, 1)), 1e-6);
    }

    [Fact]
    public void Set_shrinks_the_same_parameter_object()
    {
        using var layer = Linear(3, 4);
        var parameter = layer.weight;
        var handle = parameter.Handle;
        var kept = parameter.detach().index_select(0, tensor(new[] { 0L, 2L }));
        var expected = TensorAssert.Values(kept);
        using (no_grad())
        {
            parameter.set_(kept);
        }
        kept.Dispose();
        Assert.Same(parameter, layer.weight);
        Assert.Equal(handle, parameter.Handle);
        Assert.True(parameter.requires_grad);
        Assert.True(parameter.is_leaf);
        TensorAssert.Equal([2, 3], expected, parameter, 0);
        layer.bias = null;
        layer.call(ones(5, 3)).sum().backward();
        TensorAssert.Equal([2, 3], [5, 5, 5, 5, 5, 5], parameter.grad!);
    }

    [Fact]
    public void A_gradient_of_the_old_shape_must_go_before_the_next_backward()
    {
        var parameter = Parameter(ones(3, dtype: ScalarType.Float64));
        parameter.sum().backward();
        parameter.grad = null;
        using (no_grad())
        {
            parameter.set_(tensor(new[] { 2.0, 3.0 }));
        }
        parameter.square().sum().backward();
        TensorAssert.Equal([2], [4, 6], parameter.grad!);
    }

    [Fact]
    public void Set_shares_memory_with_its_source()
    {
        var home = ones(4);
        var parameter = Parameter(zeros(4));
        using (no_grad())
        {
            parameter.set_(home);
            parameter.mul_(3);
        }
        TensorAssert.Equal([3, 3, 3, 3], home);
    }

    [Fact]
    public void A_parameter_made_of_a_detached_tensor_shares_its_memory()
    {
        using var layer = Linear(1, 2);
        var dense = new Parameter(layer.weight.detach(), layer.weight.requires_grad);
        using (no_grad())
        {
            dense.fill_(7);
        }
        TensorAssert.Equal([7, 7], layer.weight);
        Assert.True(dense.requires_grad && dense.is_leaf);
        Assert.False(new Parameter(zeros(1), requires_grad: false).requires_grad);
    }

    [Fact]
    public void Frozen_parameters_get_no_gradient()
    {
        using var layer = Linear(2, 1);
        layer.weight.requires_grad = false;
        layer.call(ones(1, 2)).sum().backward();
        Assert.Null(layer.weight.grad);
        TensorAssert.Equal([1], layer.bias!.grad!);
    }

    [Fact]
    public void Zero_grad_takes_gradients_away_or_zeroes_them()
    {
        using var layer = Linear(2, 1);
        layer.call(ones(1, 2)).sum().backward();
        layer.zero_grad(set_to_none: false);
        TensorAssert.Equal([0, 0], layer.weight.grad!);
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
    }

    [Fact]
    public void Another_type_replaces_the_parameter_objects()
    {
        using var net = new SmallNet();
        var conv = net.conv.weight;
        var scale = net.scale;
        Assert.Same(net, net.to(ScalarType.Float64));
        Assert.True(conv.IsInvalid);
        Assert.True(scale.IsInvalid);
        Assert.All(net.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
        Assert.Equal(ScalarType.Float64, net.norm.running_mean!.dtype);
        Assert.Equal(ScalarType.Int64, net.norm.num_batches_tracked!.dtype);
        Assert.True(net.conv.weight.requires_grad);
        Assert.Equal(ScalarType.Float64, net.call(ones(1, 1, 4, 4, dtype: ScalarType.Float64)).dtype);
    }

    [Fact]
    public void The_same_type_leaves_the_parameter_objects_alone()
    {
        using var net = new SmallNet();
        var conv = net.conv.weight;
        net.to(ScalarType.Float32);
        net.cpu();
        Assert.Same(conv, net.conv.weight);
        Assert.False(conv.IsInvalid);
    }
}
