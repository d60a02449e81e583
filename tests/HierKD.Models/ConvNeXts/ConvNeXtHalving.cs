using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>What stands between two stages of ConvNeXt: a normalisation and a convolution that halves height and width.</summary>
internal sealed class ConvNeXtHalving : Module<Tensor, Tensor>
{
    [ComponentName(Name = "0")]
    private readonly LayerNorm norm;

    [ComponentName(Name = "1")]
    private readonly Conv2d conv;

    public ConvNeXtHalving(int inChannels, int outChannels)
        : base(nameof(ConvNeXtHalving))
    {
        norm = LayerNorm(inChannels, eps: 1e-6);
        conv = Conv2d(inChannels, outChannels, kernel_size: 2, stride: 2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return conv.call(ChannelNorm.Call(norm, input)).MoveToOuterDisposeScope();
    }
}
