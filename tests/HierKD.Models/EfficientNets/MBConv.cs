using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// EfficientNet's block: a widening 1x1 and a depthwise convolution, a gate, a narrowing 1x1 convolution; beside it a shortcut where the
/// shape stays. The gate's width follows from the block's input, not from its inner width.
/// </summary>
internal sealed class MBConv : Module<Tensor, Tensor>
{
    private readonly Sequential block;
    private readonly StochasticDepth stochastic_depth;
    private readonly bool _residual;

    public MBConv(int inChannels, int outChannels, int expansion, int kernel, int stride, double dropped)
        : base(nameof(MBConv))
    {
        var inner = Widths.Rounded(inChannels * expansion);
        List<Module<Tensor, Tensor>> layers = [];
        if (inner != inChannels) layers.Add(EfficientNet.Chain(inChannels, inner, kernel: 1));
        layers.Add(EfficientNet.Chain(inner, inner, kernel, stride, groups: inner));
        layers.Add(new SqueezeExcitation(inner, Math.Max(1, inChannels / 4), SiLU(), Sigmoid()));
        layers.Add(ConvNormActivation.Make(inner, outChannels, 1, 1, 1, c => BatchNorm2d(c), activation: null));
        block = Sequential(layers);
        stochastic_depth = new StochasticDepth(dropped);
        _residual = stride == 1 && inChannels == outChannels;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = block.call(input);
        return (_residual ? stochastic_depth.call(x) + input : x).MoveToOuterDisposeScope();
    }
}
