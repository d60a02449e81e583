using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.TorchSharpContract;

/// <summary>What happens to the tensor objects of a model: HierKD works with the user's own, and an optimizer may hold them.</summary>
public sealed class ParameterTests : ScopedTest
{
    // Why Surgery/LayerShrinker and Execution/WorkingModel point tensors elsewhere, and assign none.
    [Fact]
    public void Setters_of_weights_and_statistics_dispose_the_old_tensor_even_if_it_is_the_new_one()
    {
        using var linear = Linear(2, 2);
        using var norm = BatchNorm2d(3);
        var (weight, bias, mean) = (linear.weight!, linear.bias!, norm.running_mean!);
        linear.weight = new Parameter(ones(1, 2));
        linear.bias = bias;
        norm.running_mean = zeros(2);
        Assert.True(weight.IsInvalid && bias.IsInvalid && mean.IsInvalid);
    }

    // Hierarchy/LevelValues and CutLevel make parameters of copies under no_grad, dispose of no copy, and detach the parameter.
    [Fact]
    public void A_new_parameter_takes_its_tensor_over_with_its_scope_and_wants_a_gradient_even_under_no_grad()
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var values = ones(2);
        var parameter = new Parameter(values);
        Assert.True(values.IsInvalid);
        Assert.True(scope.Contains(parameter));
        Assert.True(parameter.requires_grad && parameter.is_leaf);
    }

    // WorkingModel, LayerShrinker: a layer's properties and the model's lists lead to one object, and a tensor is known by its handle.
    [Fact]
    public void Properties_and_lists_of_a_module_give_the_same_objects()
    {
        using var net = Sequential(("conv", Conv2d(1, 2, 3)), ("norm", BatchNorm2d(2)));
        var (conv, norm) = ((Conv2d)net[0], (BatchNorm2d)net[1]);
        var parameters = net.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var buffers = net.named_buffers().ToDictionary(b => b.name, b => b.buffer);
        Assert.Same(conv.weight, parameters["conv.weight"]);
        Assert.Same(conv.bias, parameters["conv.bias"]);
        Assert.Same(norm.weight, parameters["norm.weight"]);
        Assert.Same(norm.running_mean, buffers["norm.running_mean"]);
        Assert.Same(norm.num_batches_tracked, buffers["norm.num_batches_tracked"]);
        Assert.Same(conv.weight, net.state_dict()["conv.weight"]);
    }

    // Why the library never converts a model, and why its users have to before a session or an optimizer holds the parameters.
    [Fact]
    public void Another_type_gives_a_module_other_parameter_objects_and_its_own_type_leaves_them()
    {
        using var linear = Linear(2, 2);
        var weight = linear.weight!;
        linear.to(ScalarType.Float32).to(CPU);
        Assert.Same(weight, linear.weight);
        linear.to(ScalarType.Float64);
        Assert.True(weight.IsInvalid);
        Assert.Equal(ScalarType.Float64, linear.weight!.dtype);
    }

    // Execution/MaskedWeights, KeptNormalization: moving to where a tensor is copies nothing, but the reference is another.
    [Fact]
    public void A_tensor_that_needs_no_moving_comes_back_as_another_reference_which_may_be_disposed()
    {
        var x = ones(2);
        foreach (var same in new[] { x.to(CPU), x.cpu(), x.to(ScalarType.Float32), x.contiguous(), x.alias(), x.detach() })
        {
            Assert.NotSame(x, same);
            same.Dispose();
        }
        TensorAssert.Close([1, 1], x, 0);
    }
}
