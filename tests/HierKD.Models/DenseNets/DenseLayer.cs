using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>Makes a few new channels from all that a dense block has made before; normalises before it convolves.</summary>
internal sealed class DenseLayer : Module<Tensor, Tensor>
{
    private readonly BatchNorm2d norm1;
    private readonly ReLU relu1 = ReLU();
    private readonly Conv2d conv1;
    private readonly BatchNorm2d norm2;
    private readonly ReLU relu2 = ReLU();
    private readonly Conv2d conv2;

    public DenseLayer(int inChannels, int innerChannels, int growth)
        : base(nameof(DenseLayer))
    {
        norm1 = BatchNorm2d(inChannels);
        conv1 = Conv2d(inChannels, innerChannels, kernel_size: 1, bias: false);
        norm2 = BatchNorm2d(innerChannels);
        conv2 = Conv2d(innerChannels, growth, kernel_size: 3, padding: 1, bias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = conv1.call(relu1.call(norm1.call(input)));
        return conv2.call(relu2.call(norm2.call(x))).MoveToOuterDisposeScope();
    }
}
