using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// A residual network for CIFAR (He et al., CVPR 2016, section 4.2): a 3x3 convolution, three stages of blocks with shortcuts of option A,
/// the average over the image, one linear layer. Names as in the known pretrained files: <c>conv1</c>, <c>layerS.B.conv1</c>,
/// <c>linear</c>.
/// </summary>
public sealed class CifarResNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Linear linear;

    /// <summary>A network of 6 n + 2 layers.</summary>
    /// <param name="blocks">n, the number of blocks in each stage.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">The channels of the first stage; the other two have two and four times as many.</param>
    public CifarResNet(int blocks, int classes = 10, int width = 16)
        : base(nameof(CifarResNet))
    {
        conv1 = Conv2d(3, width, kernel_size: 3, padding: 1, bias: false);
        bn1 = BatchNorm2d(width);
        layer1 = Stage(width, width, blocks, stride: 1);
        layer2 = Stage(width, 2 * width, blocks, stride: 2);
        layer3 = Stage(2 * width, 4 * width, blocks, stride: 2);
        linear = Linear(4 * width, classes);
        RegisterComponents();
        Initial.KaimingConvolutions(this);
        Initial.UnitNorms(this);
    }

    /// <summary>ResNet-20.</summary>
    public static CifarResNet ResNet20(int classes = 10) => new(3, classes);

    /// <summary>ResNet-32.</summary>
    public static CifarResNet ResNet32(int classes = 10) => new(5, classes);

    /// <summary>ResNet-44.</summary>
    public static CifarResNet ResNet44(int classes = 10) => new(7, classes);

    /// <summary>ResNet-56.</summary>
    public static CifarResNet ResNet56(int classes = 10) => new(9, classes);

    /// <summary>From images <c>[N, 3, 32, 32]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = bn1.call(conv1.call(input)).relu();
        x = layer3.call(layer2.call(layer1.call(x)));
        return linear.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }

    private static Sequential Stage(int inChannels, int outChannels, int blocks, int stride) =>
        Sequential(Enumerable.Range(0, blocks).Select(b => (Module<Tensor, Tensor>)(b == 0
            ? new CifarBlock(inChannels, outChannels, stride)
            : new CifarBlock(outChannels, outChannels, stride: 1))));
}
