using static TorchSharp.torch.nn;

namespace HierKD.Tests.Run;

/// <summary>Training and measuring as a user writes it, without HierKD.</summary>
internal static class OrdinaryTraining
{
    public static double Step(Module<Tensor, Tensor> net, optim.Optimizer optimizer, Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var loss = functional.cross_entropy(net.call(x), y);
        loss.backward();
        optimizer.step();
        return loss.ToDouble();
    }

    /// <summary>The output in evaluation mode, as bytes; the model's training flag is set back.</summary>
    public static byte[] OutputBits(Module<Tensor, Tensor> net, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var training = net.training;
        net.eval();
        var output = net.call(x);
        net.train(training);
        return TensorAssert.Bits(output);
    }

    public static double Accuracy(Module<Tensor, Tensor> net, Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        net.eval();
        return net.call(x).argmax(1).eq(y).to(float32).mean().ToDouble();
    }
}
