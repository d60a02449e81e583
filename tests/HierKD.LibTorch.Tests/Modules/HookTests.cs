using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Modules;

public sealed class HookTests : ScopedTest
{
    [Fact]
    public void Hooks_fire_on_call_and_not_on_forward()
    {
        using var layer = Linear(2, 2);
        var fired = new List<string>();
        layer.register_forward_pre_hook((_, x) => { fired.Add("before"); return x; });
        layer.register_forward_hook((_, _, y) => { fired.Add("after"); return y; });
        layer.forward(ones(1, 2));
        Assert.Empty(fired);
        layer.call(ones(1, 2));
        Assert.Equal(["before", "after"], fired);
    }

    [Fact]
    public void A_pre_hook_replaces_the_input_and_a_post_hook_the_output()
    {
        using var layer = ReLU();
        layer.register_forward_pre_hook((_, x) => x - 5);
        layer.register_forward_hook((_, input, output) => output + input);
        TensorAssert.Equal([-3, 10], layer.call(tensor(new[] { 2.0, 10.0 })));
    }

    [Fact]
    public void A_hook_that_returns_null_changes_nothing()
    {
        using var layer = ReLU();
        layer.register_forward_pre_hook((_, _) => null!);
        layer.register_forward_hook((_, _, _) => null!);
        TensorAssert.Equal([0, 3], layer.call(tensor(new[] { -1.0, 3.0 })));
    }

    [Fact]
    public void Hooks_run_in_the_order_of_their_registration_and_can_be_removed()
    {
        using var layer = Identity();
        var twice = layer.register_forward_hook((_, _, y) => y * 2);
        layer.register_forward_hook((_, _, y) => y + 1);
        TensorAssert.Equal([7], layer.call(tensor(new[] { 3.0 })));
        twice.remove();
        twice.remove();
        TensorAssert.Equal([4], layer.call(tensor(new[] { 3.0 })));
    }

    [Fact]
    public void A_hook_sees_its_module()
    {
        using var net = Sequential(("first", Linear(2, 3)), ("second", ReLU()));
        var seen = new List<Module>();
        foreach (var child in net.children().Cast<Module<Tensor, Tensor>>())
        {
            child.register_forward_hook((module, _, output) => { seen.Add(module); return output; });
        }
        net.register_forward_hook((Module module) => seen.Add(module));
        net.call(ones(1, 2));
        Assert.Equal([.. net.children(), net], seen);
    }

    [Fact]
    public void Hooks_of_modules_with_two_inputs()
    {
        using var net = new Sum();
        net.register_forward_pre_hook((_, a, b) => (b, a * 10));
        net.register_forward_hook((_, a, b, y) => y + (a * 100));
        TensorAssert.Equal([2 - 10 + 200], net.call(tensor(1.0), tensor(2.0)));
    }

    [Fact]
    public void A_throwing_hook_is_not_swallowed_and_the_module_still_works()
    {
        using var layer = ReLU();
        var hook = layer.register_forward_hook((_, _, _) => throw new InvalidOperationException("mine"));
        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => layer.call(ones(1))).Message);
        hook.remove();
        TensorAssert.Equal([1], layer.call(ones(1)));
    }

    private sealed class Sum() : Module<Tensor, Tensor, Tensor>(nameof(Sum))
    {
        public override Tensor forward(Tensor input1, Tensor input2) => input1 - input2;
    }
}
