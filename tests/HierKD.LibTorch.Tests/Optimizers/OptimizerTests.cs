using HierKD.LibTorch.Tests.Memory;
using TorchSharp.Modules;

namespace HierKD.LibTorch.Tests.Optimizers;

public sealed class OptimizerTests : ScopedTest
{
    [Fact]
    public void Zero_grad_leaves_zeros()
    {
        var p = new Parameter(tensor(new[] { 1.0, 2.0 }));
        var without = new Parameter(tensor(new[] { 1.0 }));
        using var optimizer = optim.SGD([p, without], 0.1);
        p.grad = tensor(new[] { 3.0, 4.0 });
        optimizer.zero_grad();
        TensorAssert.Equal([0, 0], p.grad!);
        Assert.Null(without.grad);
    }

    [Fact]
    public void A_closure_is_evaluated_with_gradients_and_its_loss_returned()
    {
        var p = new Parameter(tensor(new[] { 3.0 }));
        using var optimizer = optim.SGD([p], 0.25);
        Tensor loss;
        using (no_grad())
        {
            loss = optimizer.step(() =>
            {
                optimizer.zero_grad();
                var value = p.square().sum();
                value.backward();
                return value;
            });
        }
        Assert.Equal(9.0, loss.item<double>());
        TensorAssert.Equal([1.5], p);
    }

    [Fact]
    public void The_learning_rate_can_be_changed_between_steps()
    {
        var p = new Parameter(tensor(new[] { 1.0 }));
        using var optimizer = optim.SGD([p], 0.1);
        p.grad = tensor(new[] { 1.0 });
        optimizer.step();
        foreach (var group in optimizer.ParamGroups)
        {
            Assert.Equal(0.1, group.LearningRate);
            Assert.Equal(0.1, group.InitialLearningRate);
            group.LearningRate = 0.5;
        }
        optimizer.step();
        TensorAssert.Equal([0.4], p);
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        foreach (var make in new Func<Parameter, optim.Optimizer>[]
        {
            p => optim.SGD([p], 0.1, momentum: 0.9, weight_decay: 0.1, nesterov: true),
            p => optim.Adam([p], weight_decay: 0.1),
            p => optim.AdamW([p], weight_decay: 0.1),
            p => optim.RMSProp([p], momentum: 0.9, centered: true),
        })
        {
            var p = new Parameter(tensor(new[] { 1.0, 2.0 }));
            using var optimizer = make(p);
            p.grad = tensor(new[] { 1.0, -1.0 });
            optimizer.step();
            var before = LiveTensors.Count();
            for (var i = 0; i < 20; i++)
            {
                optimizer.step();
            }
            Assert.Equal(before, LiveTensors.Count());
        }
    }

    [Fact]
    public void State_survives_the_scope_of_a_step()
    {
        var p = new Parameter(tensor(new[] { 1.0 }));
        using var optimizer = optim.SGD([p], 1, momentum: 0.5);
        for (var i = 0; i < 2; i++)
        {
            using var scope = NewDisposeScope();
            p.grad = tensor(new[] { 1.0 });
            optimizer.step();
        }
        TensorAssert.Equal([1 - 1 - 1.5], p);
    }

    [Fact]
    public void The_norm_of_gradients_is_clipped()
    {
        var a = new Parameter(zeros(2, dtype: ScalarType.Float64));
        var b = new Parameter(zeros(1, dtype: ScalarType.Float64));
        a.grad = tensor(new[] { 3.0, 0.0 });
        b.grad = tensor(new[] { 4.0 });
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b], 2.5), 6);
        TensorAssert.Equal([1.5, 0], a.grad!, 1e-6);
        TensorAssert.Equal([2], b.grad!, 1e-6);
        nn.utils.clip_grad_norm_([a, b], 100);
        TensorAssert.Equal([1.5, 0], a.grad!, 1e-6);
    }

    [Fact]
    public void Learning_rates_out_of_range_are_refused()
    {
        var p = new Parameter(zeros(1));
        Assert.Throws<ArgumentException>(() => optim.SGD([p], -0.1));
        Assert.Throws<ArgumentException>(() => optim.SGD([p], 0.1, nesterov: true));
    }
}
