using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// Two 3x3 convolutions beside a shortcut without parameters: where the shape changes, every second pixel, between channels of zeros
/// (option A of He et al.).
/// </summary>
internal sealed class CifarBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly int _stride;
    private readonly int _padding;

    public CifarBlock(int inChannels, int outChannels, int stride)
        : base(nameof(CifarBlock))
    {
        conv1 = Conv2d(inChannels, outChannels, kernel_size: 3, stride: stride, padding: 1, bias: false);
        bn1 = BatchNorm2d(outChannels);
        conv2 = Conv2d(outChannels, outChannels, kernel_size: 3, padding: 1, bias: false);
        bn2 = BatchNorm2d(outChannels);
        _stride = stride;
        _padding = (outChannels - inChannels) / 2;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = bn1.call(conv1.call(input)).relu();
        x = bn2.call(conv2.call(x));
        return (x + Shortcut(input)).relu().MoveToOuterDisposeScope();
    }

    private Tensor Shortcut(Tensor input)
    {
        if (_stride == 1 && _padding == 0) return input;
        var every = TensorIndex.Slice(step: _stride);
        return functional.pad(input[TensorIndex.Colon, TensorIndex.Colon, every, every], new long[] { 0, 0, 0, 0, _padding, _padding });
    }
}
