using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>A chain as in MobileNetV1: depthwise and pointwise convolutions in turn, each with its normalisation.</summary>
internal sealed class DepthwiseNet : Module<Tensor, Tensor>
{
    private readonly Sequential features = Sequential(
        Conv2d(3, 6, kernel_size: 3, padding: 1, bias: false), BatchNorm2d(6), ReLU(),
        Conv2d(6, 6, kernel_size: 3, padding: 1, groups: 6), BatchNorm2d(6), Sigmoid(),
        Conv2d(6, 8, kernel_size: 1, bias: false), BatchNorm2d(8), ReLU(),
        Conv2d(8, 8, kernel_size: 3, stride: 2, padding: 1, groups: 8, bias: false), BatchNorm2d(8), ReLU(),
        Conv2d(8, 5, kernel_size: 1, bias: false), BatchNorm2d(5), ReLU());

    private readonly Linear output = Linear(5, 3);

    public DepthwiseNet()
        : base(nameof(DepthwiseNet)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return output.call(features.call(input).mean([2, 3])).MoveToOuterDisposeScope();
    }
}
