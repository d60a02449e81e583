using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>ConvNeXt's beginning: patches of 4x4 pixels, and their normalisation.</summary>
internal sealed class ConvNeXtStem : Module<Tensor, Tensor>
{
    [ComponentName(Name = "0")]
    private readonly Conv2d conv;

    [ComponentName(Name = "1")]
    private readonly LayerNorm norm;

    public ConvNeXtStem(int width)
        : base(nameof(ConvNeXtStem))
    {
        conv = Conv2d(3, width, kernel_size: 4, stride: 4);
        norm = LayerNorm(width, eps: 1e-6);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return ChannelNorm.Call(norm, conv.call(input)).MoveToOuterDisposeScope();
    }
}
