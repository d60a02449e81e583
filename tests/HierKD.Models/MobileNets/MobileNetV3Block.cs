using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>MobileNetV3's block: as MobileNetV2's, with a gate between the depthwise and the narrowing convolution.</summary>
internal sealed class MobileNetV3Block : Module<Tensor, Tensor>
{
    private readonly Sequential block;
    private readonly bool _residual;

    public MobileNetV3Block(int inChannels, MobileNetV3Row row)
        : base(nameof(MobileNetV3Block))
    {
        Func<Module<Tensor, Tensor>> activation = row.Hard ? () => Hardswish() : () => ReLU();
        List<Module<Tensor, Tensor>> layers = [];
        if (row.Expanded != inChannels) layers.Add(MobileNetV3.Chain(inChannels, row.Expanded, kernel: 1, activation));
        layers.Add(MobileNetV3.Chain(row.Expanded, row.Expanded, row.Kernel, activation, row.Stride, groups: row.Expanded));
        if (row.Gated) layers.Add(new SqueezeExcitation(row.Expanded, Widths.Rounded(row.Expanded / 4)));
        layers.Add(MobileNetV3.Chain(row.Expanded, row.Channels, kernel: 1, activation: null));
        block = Sequential(layers);
        _residual = row.Stride == 1 && inChannels == row.Channels;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = block.call(input);
        return (_residual ? x + input : x).MoveToOuterDisposeScope();
    }
}
