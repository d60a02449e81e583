using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// A densely connected network (Huang et al., CVPR 2017; DenseNet-BC): dense blocks, between them a 1x1 convolution that halves the
/// channels and an average pooling, the average over the image, one linear layer. Names as torchvision's.
/// </summary>
public sealed class DenseNet : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Linear classifier;

    /// <summary>A DenseNet of the given size.</summary>
    /// <param name="blocks">The number of layers in each dense block.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="growth">The channels that each layer adds.</param>
    /// <param name="stem">The channels of the first convolution.</param>
    /// <param name="bottleneck">How many times <paramref name="growth"/> channels a layer's 1x1 convolution makes.</param>
    public DenseNet(int[] blocks, int classes = 1000, int growth = 32, int stem = 64, int bottleneck = 4)
        : base(nameof(DenseNet))
    {
        List<(string, Module<Tensor, Tensor>)> layers =
        [
            ("conv0", Conv2d(3, stem, kernel_size: 7, stride: 2, padding: 3, bias: false)),
            ("norm0", BatchNorm2d(stem)),
            ("relu0", ReLU()),
            ("pool0", MaxPool2d(kernel_size: 3, stride: 2, padding: 1)),
        ];
        var channels = stem;
        for (var i = 0; i < blocks.Length; i++)
        {
            layers.Add(($"denseblock{i + 1}", new DenseBlock(channels, blocks[i], bottleneck * growth, growth)));
            channels += blocks[i] * growth;
            if (i == blocks.Length - 1) break;
            layers.Add(($"transition{i + 1}", Transition(channels, channels / 2)));
            channels /= 2;
        }
        layers.Add(("norm5", BatchNorm2d(channels)));
        features = Sequential(layers);
        classifier = Linear(channels, classes);
        RegisterComponents();
        Initial.KaimingConvolutions(this, init.FanInOut.FanIn);
        Initial.UnitNorms(this);
        init.zeros_(classifier.bias!);
    }

    /// <summary>DenseNet-121.</summary>
    public static DenseNet DenseNet121(int classes = 1000) => new([6, 12, 24, 16], classes);

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = features.call(input).relu();
        return classifier.call(functional.adaptive_avg_pool2d(x, 1).flatten(1)).MoveToOuterDisposeScope();
    }

    private static Sequential Transition(int inChannels, int outChannels) => Sequential(
        ("norm", BatchNorm2d(inChannels)),
        ("relu", ReLU()),
        ("conv", Conv2d(inChannels, outChannels, kernel_size: 1, bias: false)),
        ("pool", AvgPool2d(kernel_size: 2, stride: 2)));
}
