using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// A 1x1, a 3x3 (in groups, in ResNeXt) and a widening 1x1 convolution beside a shortcut; the 3x3 convolution carries the stride.
/// </summary>
internal sealed class Bottleneck : Module<Tensor, Tensor>
{
    /// <summary>How many times more channels leave the block than its stage's base width.</summary>
    public const int Expansion = 4;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv3;
    private readonly BatchNorm2d bn3;
    private readonly ReLU relu = ReLU();
    private readonly Sequential? downsample;

    public Bottleneck(int inChannels, int innerChannels, int outChannels, int stride, int groups)
        : base(nameof(Bottleneck))
    {
        conv1 = Conv2d(inChannels, innerChannels, kernel_size: 1, bias: false);
        bn1 = BatchNorm2d(innerChannels);
        conv2 = Conv2d(innerChannels, innerChannels, kernel_size: 3, stride: stride, padding: 1, groups: groups, bias: false);
        bn2 = BatchNorm2d(innerChannels);
        conv3 = Conv2d(innerChannels, outChannels, kernel_size: 1, bias: false);
        bn3 = BatchNorm2d(outChannels);
        downsample = Projection.Between(inChannels, outChannels, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = relu.call(bn1.call(conv1.call(input)));
        x = relu.call(bn2.call(conv2.call(x)));
        x = bn3.call(conv3.call(x));
        var shortcut = downsample is null ? input : downsample.call(input);
        return relu.call(x + shortcut).MoveToOuterDisposeScope();
    }
}
