using TorchSharp.Modules;

namespace HierKD.LibTorch.Tests.Optimizers;

/// <summary>Sutskever et al. 2013, in the form that PyTorch documents.</summary>
public sealed class SgdTests : ScopedTest
{
    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(0.9, 0, 0, false)]
    [InlineData(0.9, 0.5, 0, false)]
    [InlineData(0.9, 0, 0.01, false)]
    [InlineData(0.9, 0, 0.01, true)]
    [InlineData(0, 0, 0.1, false)]
    public void Follows_the_published_rule(double momentum, double dampening, double decay, bool nesterov)
    {
        const double rate = 0.1;
        var velocity = new double[OptimizerRun.Start.Length];
        OptimizerRun.Check(
            p => optim.SGD([p], rate, momentum, dampening, decay, nesterov),
            (step, i, w, g) =>
            {
                g += decay * w;
                if (momentum == 0)
                {
                    return w - (rate * g);
                }
                velocity[i] = step == 1 ? g : (momentum * velocity[i]) + ((1 - dampening) * g);
                return w - (rate * (nesterov ? g + (momentum * velocity[i]) : velocity[i]));
            });
    }

    [Fact]
    public void Maximizing_goes_uphill()
    {
        var p = new Parameter(tensor(new[] { 1.0 }));
        using var optimizer = optim.SGD([p], 0.5, maximize: true);
        p.grad = tensor(new[] { 2.0 });
        optimizer.step();
        TensorAssert.Equal([2], p);
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays_but_one_with_a_zero_gradient_decays()
    {
        var untouched = new Parameter(tensor(new[] { 1.0 }));
        var zeroed = new Parameter(tensor(new[] { 1.0 }));
        zeroed.grad = tensor(new[] { 0.0 });
        using var optimizer = optim.SGD([untouched, zeroed], 0.1, weight_decay: 0.5);
        optimizer.step();
        TensorAssert.Equal([1], untouched);
        TensorAssert.Equal([0.95], zeroed);
    }

    [Fact]
    public void Groups_have_their_own_options()
    {
        var fast = new Parameter(tensor(new[] { 1.0 }));
        var slow = new Parameter(tensor(new[] { 1.0 }));
        using var optimizer = optim.SGD(
            [
                new SGD.ParamGroup([fast], new SGD.Options { LearningRate = 0.5 }),
                new SGD.ParamGroup([slow], new SGD.Options { LearningRate = 0.1, weight_decay = 1 }),
            ],
            0.01);
        foreach (var p in optimizer.parameters())
        {
            p.grad = tensor(new[] { 1.0 });
        }
        optimizer.step();
        TensorAssert.Equal([0.5], fast);
        TensorAssert.Equal([0.8], slow);
        Assert.Equal([0.5, 0.1], optimizer.ParamGroups.Select(g => g.LearningRate));
    }
}
