using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Modules;

public sealed class SequentialTests : ScopedTest
{
    [Fact]
    public void Modules_run_in_order_and_are_named_by_position()
    {
        using var net = Sequential(Identity(), new AddOne(), new Twice());
        Assert.Equal(["0", "1", "2"], net.named_children().Select(c => c.name));
        Assert.Equal(3, net.Count);
        TensorAssert.Equal([8], net.call(tensor(new[] { 3.0 })));
        Assert.IsType<AddOne>(net[1]);
    }

    [Fact]
    public void Intermediate_results_are_disposed_but_never_the_input_or_the_result()
    {
        using var net = Sequential(new AddOne(), new AddOne(), new AddOne());
        var outputs = new List<Tensor>();
        foreach (var child in net.children().Cast<Module<Tensor, Tensor>>())
        {
            child.register_forward_hook((_, _, output) => { outputs.Add(output); return output; });
        }
        var x = zeros(2);
        var y = net.call(x);
        Assert.Equal([true, true, false], outputs.Select(o => o.IsInvalid));
        Assert.Same(outputs[2], y);
        TensorAssert.Equal([0, 0], x);
    }

    [Fact]
    public void An_empty_sequence_hands_its_input_on_as_another_reference()
    {
        using var net = Sequential();
        var x = ones(2);
        var y = net.call(x);
        y.Dispose();
        TensorAssert.Equal([1, 1], x);
    }

    [Fact]
    public void Modules_can_be_appended()
    {
        using var net = Sequential(("start", new AddOne()));
        net.append("end", new Twice());
        net.append(new AddOne());
        Assert.Equal(3, net.Count);
        Assert.Equal(["start", "end", "2"], net.named_children().Select(c => c.name));
        TensorAssert.Equal([3], net.call(tensor(new[] { 0.0 })));
    }

    [Fact]
    public void Training_and_type_reach_the_modules()
    {
        using var net = Sequential(Linear(2, 2), BatchNorm1d(2));
        net.eval();
        Assert.All(net.children(), c => Assert.False(c.training));
        net.train();
        Assert.All(net.children(), c => Assert.True(c.training));
        net.to(ScalarType.Float64);
        Assert.All(net.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
    }

    [Fact]
    public void Gradients_flow_through_although_intermediates_are_disposed()
    {
        using var net = Sequential(Linear(3, 4), ReLU(), Linear(4, 1));
        net.call(ones(2, 3)).sum().backward();
        Assert.All(net.parameters(), p => Assert.NotNull(p.grad));
    }

    private sealed class AddOne() : Module<Tensor, Tensor>(nameof(AddOne))
    {
        public override Tensor forward(Tensor input) => input + 1;
    }

    private sealed class Twice() : Module<Tensor, Tensor>(nameof(Twice))
    {
        public override Tensor forward(Tensor input) => input * 2;
    }
}
