using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// MobileNetV2's block: a widening 1x1, a depthwise 3x3 and a narrowing 1x1 convolution without activation; beside it a shortcut where the
/// shape stays.
/// </summary>
internal sealed class InvertedResidual : Module<Tensor, Tensor>
{
    private readonly Sequential conv;
    private readonly bool _residual;

    public InvertedResidual(int inChannels, int outChannels, int stride, int expansion)
        : base(nameof(InvertedResidual))
    {
        var inner = inChannels * expansion;
        List<Module<Tensor, Tensor>> layers = [];
        if (expansion != 1) layers.Add(MobileNetV2.Chain(inChannels, inner, kernel: 1));
        layers.Add(MobileNetV2.Chain(inner, inner, kernel: 3, stride, groups: inner));
        layers.Add(Conv2d(inner, outChannels, kernel_size: 1, bias: false));
        layers.Add(BatchNorm2d(outChannels));
        conv = Sequential(layers);
        _residual = stride == 1 && inChannels == outChannels;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = conv.call(input);
        return (_residual ? input + x : x).MoveToOuterDisposeScope();
    }
}
