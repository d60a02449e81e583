using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.TorchSharpContract;

/// <summary>
/// <c>set_</c>, by which a level's values become the model's for a pass (Execution/WorkingModel) and a layer becomes smaller for good
/// (Surgery/LayerShrinker).
/// </summary>
public sealed class SetTests : ScopedTest
{
    // The user's fields and optimizers go on referring to the parameter.
    [Fact]
    public void Set_gives_the_same_object_and_handle_another_shape_and_other_values()
    {
        using var layer = Linear(3, 4, hasBias: false);
        var parameter = layer.weight!;
        var handle = parameter.Handle;
        using (no_grad())
        {
            Assert.Same(parameter, parameter.set_(full([2, 3], 5f)));
        }
        Assert.Same(parameter, layer.weight);
        Assert.Equal(handle, parameter.Handle);
        Assert.True(parameter.requires_grad && parameter.is_leaf);
        TensorAssert.Close([15, 15], layer.call(ones(1, 3)), 0);
    }

    // WorkingModel.Keep hands storage on, its Point clones buffers that training changes, and its scope disposes what it has gathered.
    [Fact]
    public void Set_shares_the_storage_of_its_source_and_outlives_it()
    {
        var (source, target) = (ones(2), zeros(2));
        target.set_(source);
        target.mul_(3);
        TensorAssert.Close([3, 3], source, 0);
        source.Dispose();
        TensorAssert.Close([3, 3], target, 0);
    }

    // WorkingModel holds the user's values so while the model is pointed elsewhere.
    [Fact]
    public void A_detached_reference_keeps_the_storage_that_set_has_taken_away()
    {
        var parameter = new Parameter(ones(2));
        var own = parameter.detach();
        using (no_grad())
        {
            parameter.set_(zeros(3));
            parameter.fill_(7);
            TensorAssert.Close([1, 1], own, 0);
            parameter.set_(own);
        }
        TensorAssert.Close([1, 1], parameter, 0);
    }

    // WorkingModel points the model at a level's parameters and carries the gradients home itself.
    [Fact]
    public void Set_to_another_parameter_shares_its_values_and_not_its_gradient()
    {
        var (shared, parameter) = (new Parameter(ones(2)), new Parameter(zeros(2)));
        using (no_grad()) parameter.set_(shared);
        (parameter * 3).sum().backward();
        TensorAssert.Close([3, 3], parameter.grad!, 0);
        Assert.Null(shared.grad);
    }

    // WorkingModel.Point, LayerShrinker, CutLevel and SlimModelReader change parameters under no_grad.
    [Fact]
    public void A_parameter_refuses_to_be_changed_in_place_outside_no_grad()
    {
        var parameter = new Parameter(ones(2));
        Assert.ThrowsAny<Exception>(() => parameter.set_(zeros(1)));
        Assert.ThrowsAny<Exception>(() => parameter.copy_(zeros(2)));
        TensorAssert.Close([1, 1], parameter, 0);
    }

    // WorkingModel, FilterRemoval: the gradient goes before the shape changes.
    [Fact]
    public void A_gradient_of_the_old_shape_stays_and_fails_the_next_backward()
    {
        var parameter = new Parameter(ones(3));
        parameter.sum().backward();
        using (no_grad()) parameter.set_(ones(2));
        Assert.Equal([3L], parameter.grad!.shape);
        Assert.ThrowsAny<Exception>(() => parameter.sum().backward());
        parameter.grad = null;
        parameter.sum().backward();
        TensorAssert.Close([1, 1], parameter.grad!, 0);
    }

    // Why Execution/HalfPrecision computes with cast copies, and why values of a level have the types of the model's.
    [Fact]
    public void Set_to_values_of_another_type_reads_their_bits_without_a_word()
    {
        var target = zeros(2);
        target.set_(ones(2, dtype: ScalarType.Float64));
        Assert.Equal(ScalarType.Float32, target.dtype);
        TensorAssert.Close([0, 1.875], target, 0);
    }
}
