using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Modules;

public sealed class InitTests : ScopedTest
{
    [Fact]
    public void Constants_fill_in_place()
    {
        var x = empty(2, 2);
        init.constant_(x, 2.5);
        TensorAssert.Equal([2.5, 2.5, 2.5, 2.5], x);
        init.ones_(x);
        TensorAssert.Equal([1, 1, 1, 1], x);
        init.zeros_(x);
        TensorAssert.Equal([0, 0, 0, 0], x);
    }

    [Fact]
    public void Random_initialisers_have_the_published_spread()
    {
        manual_seed(12);
        // A [60, 40, 3, 3] weight: fan-in 40 * 9 = 360, fan-out 60 * 9 = 540.
        var w = empty(60, 40, 3, 3);
        init.kaiming_normal_(w);
        AssertSpread(w, Math.Sqrt(2.0 / 360));
        init.kaiming_normal_(w, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
        AssertSpread(w, Math.Sqrt(2.0 / 540));
        init.kaiming_uniform_(w, a: Math.Sqrt(5));
        AssertSpread(w, Math.Sqrt(1.0 / 3 / 360));
        Assert.True(w.abs().max().item<float>() <= (float)Math.Sqrt(1.0 / 360));
        init.xavier_normal_(w);
        AssertSpread(w, Math.Sqrt(2.0 / 900));
        init.xavier_uniform_(w);
        AssertSpread(w, Math.Sqrt(2.0 / 900));
        Assert.True(w.abs().max().item<float>() <= (float)Math.Sqrt(6.0 / 900));
        init.normal_(w, 0, 0.01);
        AssertSpread(w, 0.01);
        init.uniform_(w, -0.5, 0.5);
        AssertSpread(w, Math.Sqrt(1.0 / 12));
    }

    [Fact]
    public void A_parameter_can_be_initialised()
    {
        var parameter = Parameter(zeros(3));
        init.ones_(parameter);
        TensorAssert.Equal([1, 1, 1], parameter);
        Assert.True(parameter.requires_grad && parameter.is_leaf);
    }

    private static void AssertSpread(Tensor tensor, double expected)
    {
        Assert.InRange(tensor.std().item<float>(), expected * 0.97, expected * 1.03);
        Assert.InRange(tensor.mean().item<float>(), -expected * 0.05, expected * 0.05);
    }
}
