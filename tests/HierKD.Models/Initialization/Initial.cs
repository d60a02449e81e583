using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>The first weights of a network, after the papers; every method sets all layers of its kind below a module.</summary>
internal static class Initial
{
    /// <summary>
    /// Convolutions after He et al. (ICCV 2015), scaled by what reads an input (or by what an output reads); their biases 0.
    /// </summary>
    public static void KaimingConvolutions(Module root, init.FanInOut mode = init.FanInOut.FanOut)
    {
        foreach (var convolution in root.modules().OfType<Conv2d>())
        {
            // nn.init counts all outputs of a grouped convolution, although one group's outputs alone read an input. A depthwise
            // convolution's weights would be so small that, before the running statistics are known, a MobileNet's logits vanish.
            var readers = mode == init.FanInOut.FanOut ? convolution.groups : 1;
            init.kaiming_normal_(convolution.weight!, a: 0, mode, init.NonlinearityType.ReLU);
            Scale(convolution.weight!, Math.Sqrt(readers));
            if (convolution.bias is { } bias) init.zeros_(bias);
        }
    }

    /// <summary>Normalisations that change nothing: scale 1, shift 0.</summary>
    public static void UnitNorms(Module root)
    {
        foreach (var norm in root.modules().OfType<BatchNorm2d>())
        {
            init.ones_(norm.weight!);
            init.zeros_(norm.bias!);
        }
    }

    /// <summary>Linear layers with weights from a normal distribution; their biases 0.</summary>
    public static void NormalLinears(Module root, double deviation = 0.01)
    {
        foreach (var linear in root.modules().OfType<Linear>())
        {
            init.normal_(linear.weight!, 0, deviation);
            if (linear.bias is { } bias) init.zeros_(bias);
        }
    }

    private static void Scale(Tensor weight, double factor)
    {
        using var quiet = no_grad();
        weight.mul_(factor);
    }
}
