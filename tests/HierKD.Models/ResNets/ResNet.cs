using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// A residual network for ImageNet (He et al., CVPR 2016) and ResNeXt, the same with grouped convolutions (Xie et al., CVPR 2017): a 7x7
/// convolution and a max-pooling, four stages of residual blocks, the average over the image, one linear layer. Names as torchvision's.
/// </summary>
public sealed class ResNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly ReLU relu = ReLU();
    private readonly MaxPool2d maxpool = MaxPool2d(kernel_size: 3, stride: 2, padding: 1);
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly AdaptiveAvgPool2d avgpool = AdaptiveAvgPool2d(1);
    private readonly Linear fc;

    /// <summary>A residual network of the given size.</summary>
    /// <param name="block">The kind of its blocks.</param>
    /// <param name="depths">The number of blocks in each of the four stages.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">The base width of the first stage; each further stage has twice the width of the one before.</param>
    /// <param name="groups">The groups of a bottleneck's 3x3 convolution.</param>
    /// <param name="groupWidth">The channels of one such group, for a base width of 64.</param>
    public ResNet(BlockKind block, int[] depths, int classes = 1000, int width = 64, int groups = 1, int groupWidth = 64)
        : base(nameof(ResNet))
    {
        if (depths.Length != 4)
        {
            throw new ArgumentException($"A ResNet has four stages, but {depths.Length} depths were given.", nameof(depths));
        }
        if (block == BlockKind.Basic && (groups, groupWidth) != (1, 64))
        {
            throw new ArgumentException("Only bottlenecks have groups.", nameof(block));
        }

        conv1 = Conv2d(3, width, kernel_size: 7, stride: 2, padding: 3, bias: false);
        bn1 = BatchNorm2d(width);
        var channels = width;
        layer1 = Stage(width, depths[0], stride: 1);
        layer2 = Stage(2 * width, depths[1], stride: 2);
        layer3 = Stage(4 * width, depths[2], stride: 2);
        layer4 = Stage(8 * width, depths[3], stride: 2);
        fc = Linear(channels, classes);
        RegisterComponents();
        Initial.KaimingConvolutions(this);
        Initial.UnitNorms(this);

        Sequential Stage(int baseWidth, int depth, int stride)
        {
            List<Module<Tensor, Tensor>> blocks = [];
            for (var i = 0; i < depth; i++)
            {
                var firstStride = i == 0 ? stride : 1;
                if (block == BlockKind.Basic)
                {
                    blocks.Add(new BasicBlock(channels, baseWidth, firstStride));
                    channels = baseWidth;
                }
                else
                {
                    blocks.Add(new Bottleneck(
                        channels, baseWidth * groupWidth / 64 * groups, baseWidth * Bottleneck.Expansion, firstStride, groups));
                    channels = baseWidth * Bottleneck.Expansion;
                }
            }
            return Sequential(blocks);
        }
    }

    /// <summary>ResNet-18.</summary>
    public static ResNet ResNet18(int classes = 1000) => new(BlockKind.Basic, [2, 2, 2, 2], classes);

    /// <summary>ResNet-50, with the stride in the 3x3 convolutions.</summary>
    public static ResNet ResNet50(int classes = 1000) => new(BlockKind.Bottleneck, [3, 4, 6, 3], classes);

    /// <summary>ResNeXt-50 (32x4d): bottlenecks of 32 groups, four channels each in the first stage.</summary>
    public static ResNet ResNeXt50(int classes = 1000) => new(BlockKind.Bottleneck, [3, 4, 6, 3], classes, groups: 32, groupWidth: 4);

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = maxpool.call(relu.call(bn1.call(conv1.call(input))));
        x = layer4.call(layer3.call(layer2.call(layer1.call(x))));
        return fc.call(avgpool.call(x).flatten(1)).MoveToOuterDisposeScope();
    }
}
