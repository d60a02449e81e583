using TorchSharp.Modules;

namespace HierKD.Tests.TorchSharpContract;

/// <summary>Gradients, which the library takes off the model, adds to its own parameters and hands back.</summary>
public sealed class GradientTests : ScopedTest
{
    // Execution/WorkingModel, Hierarchy/PruningSession.ZeroGrad: null means that a tensor took no part.
    [Fact]
    public void A_gradient_is_null_until_backward_reaches_the_parameter_and_after_it_is_set_to_null()
    {
        var (part, none) = (new Parameter(ones(1)), new Parameter(ones(1)));
        Assert.Null(part.grad);
        (part * 2).sum().backward();
        Assert.NotNull(part.grad);
        Assert.Null(none.grad);
        part.grad = null;
        Assert.Null(part.grad);
    }

    // Execution/Gradients disposes what it reads, and its caller's scope would as well.
    [Fact]
    public void Reading_a_gradient_gives_another_reference_which_belongs_to_the_scope_and_may_be_disposed()
    {
        var parameter = new Parameter(ones(1));
        (parameter * 2).sum().backward();
        using (var scope = NewDisposeScope())
        {
            Assert.NotSame(parameter.grad, parameter.grad);
            Assert.Equal(2, scope.DisposablesCount);
        }
        TensorAssert.Close([2], parameter.grad!, 0);
    }

    // Hierarchy/SharedGradients and WorkingModel set gradients aside and give them back.
    [Fact]
    public void A_gradient_that_was_read_lives_when_the_parameter_has_lost_it()
    {
        var parameter = new Parameter(ones(1));
        (parameter * 2).sum().backward();
        var aside = parameter.grad!;
        parameter.grad = null;
        TensorAssert.Close([2], aside, 0);
    }

    // Execution/Gradients.Of gives zeros and writes into them afterwards; MaskedWeights disposes what it has given.
    [Fact]
    public void A_gradient_that_is_given_is_not_copied_and_outlives_the_reference()
    {
        var parameter = new Parameter(ones(1));
        using (var given = zeros(1))
        {
            parameter.grad = given;
            given.add_(5);
        }
        TensorAssert.Close([5], parameter.grad!, 0);
    }
}
