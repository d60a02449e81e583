using static TorchSharp.torch.nn;

namespace HierKD.Tests.TorchSharpContract;

/// <summary>Hooks, by which discovery, saliency and execution look into a model and stand in for its layers.</summary>
public sealed class HookTests : ScopedTest
{
    // Graph/UncalledLayers finds a layer that takes part without its hooks, and its user is told to write .call(x).
    [Fact]
    public void Hooks_fire_on_call_and_not_on_forward_and_a_Sequential_calls_its_modules()
    {
        using var layer = ReLU();
        var fired = new List<string>();
        layer.register_forward_pre_hook((_, x) => { fired.Add("before"); return x; });
        layer.register_forward_hook((_, _, y) => { fired.Add("after"); return y; });
        layer.forward(ones(1));
        Assert.Empty(fired);
        layer.call(ones(1));
        Assert.Equal(["before", "after"], fired);
        using var net = Sequential(Identity(), layer);
        net.forward(ones(1));
        Assert.Equal(["before", "after", "before", "after"], fired);
    }

    // Graph/Probing/ProbePass, Execution/HalfPrecision and others hand a layer the smallest input, keep the real one, and give its output.
    [Fact]
    public void A_pre_hook_replaces_the_input_for_the_hook_as_well_and_a_hook_replaces_the_output()
    {
        using var layer = ReLU();
        layer.register_forward_pre_hook((_, x) => x - 5);
        layer.register_forward_hook((_, input, output) => input * 10 + output);
        TensorAssert.Close([-30, 55], layer.call(tensor(new[] { 2.0, 10.0 })), 0);
    }

    // Hierarchy/SessionPasses: activations are watched before the computation's own hooks change what comes in.
    [Fact]
    public void Hooks_run_in_the_order_of_their_registration_each_on_what_the_one_before_returned()
    {
        using var layer = Identity();
        layer.register_forward_pre_hook((_, x) => x * 2);
        layer.register_forward_pre_hook((_, x) => x + 1);
        layer.register_forward_hook((_, _, y) => y * 10);
        layer.register_forward_hook((_, _, y) => y + 3);
        TensorAssert.Close([73], layer.call(tensor(new[] { 3.0 })), 0);
    }

    // Everything that hooks takes its hooks off again, and leaves those of the user on.
    [Fact]
    public void A_removed_hook_is_gone_and_the_others_stay_and_removing_it_twice_does_no_harm()
    {
        using var layer = Identity();
        layer.register_forward_hook((_, _, y) => y + 1);
        var mine = layer.register_forward_hook((_, _, y) => y * 2);
        TensorAssert.Close([8], layer.call(tensor(new[] { 3.0 })), 0);
        mine.remove();
        mine.remove();
        TensorAssert.Close([4], layer.call(tensor(new[] { 3.0 })), 0);
    }

    // Graph/Probing/ProbePass ends a pass from within a hook, and its callers look at the exception's type.
    [Fact]
    public void What_a_hook_throws_comes_out_of_the_model_as_it_is_and_the_model_works_on()
    {
        using var layer = ReLU();
        using var net = Sequential(Identity(), layer);
        var mine = new InvalidTimeZoneException();
        var hook = layer.register_forward_hook((_, _, _) => throw mine);
        Assert.Same(mine, Assert.Throws<InvalidTimeZoneException>(() => net.call(ones(1))));
        hook.remove();
        TensorAssert.Close([1], net.call(ones(1)), 0);
    }

    // Graph/Probing/ForwardRecorder, FeatureCapture and ConsumerInputs keep copies, detached from every scope.
    [Fact]
    public void An_output_that_a_hook_has_seen_in_a_Sequential_dies_and_a_copy_of_it_lives()
    {
        using var first = Identity();
        using var net = Sequential(first, ReLU(), ReLU());
        Tensor? seen = null, copy = null;
        ((Module<Tensor, Tensor>)net[1]).register_forward_hook((_, _, output) =>
        {
            seen = output;
            copy = output.clone().DetachFromDisposeScope();
            return output;
        });
        net.call(ones(1));
        Assert.True(seen!.IsInvalid);
        Assert.False(copy!.IsInvalid);
        copy.Dispose();
    }

    // What HierKD hooks it runs in a scope: nobody else disposes what a module gave before a hook replaced it.
    [Fact]
    public void An_output_that_a_hook_replaces_is_left_to_the_scope()
    {
        using var net = Sequential(Identity(), ReLU(), ReLU());
        Tensor? own = null;
        using (var scope = NewDisposeScope())
        {
            ((Module<Tensor, Tensor>)net[1]).register_forward_hook((_, _, output) => (own = output) + 1);
            net.call(ones(1));
            Assert.True(scope.Contains(own!));
        }
        Assert.True(own!.IsInvalid);
    }
}
