using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// MobileNetV2 (Sandler et al., CVPR 2018): inverted residual blocks between a 3x3 and a 1x1 convolution, the average over the image, one
/// linear layer with dropout. Names as torchvision's.
/// </summary>
public sealed class MobileNetV2 : Module<Tensor, Tensor>
{
    // As in table 2 of the paper.
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>A MobileNetV2.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">The paper's width multiplier.</param>
    /// <param name="dropout">The share of features that is dropped before the classifier in training.</param>
    public MobileNetV2(int classes = 1000, double width = 1, double dropout = 0.2)
        : this(classes, width, dropout, reductions: 5)
    {
    }

    private MobileNetV2(int classes, double width, double dropout, int reductions)
        : base(nameof(MobileNetV2))
    {
        // Of the five places where the image could be halved the last ones are used.
        var halvings = 0;
        var channels = Widths.Rounded(32 * width);
        List<Module<Tensor, Tensor>> layers = [Chain(3, channels, kernel: 3, Stride(2))];
        foreach (var stage in Stages)
        {
            var next = Widths.Rounded(stage.Channels * width);
            for (var i = 0; i < stage.Blocks; i++)
            {
                layers.Add(new InvertedResidual(channels, next, i == 0 ? Stride(stage.Stride) : 1, stage.Expansion));
                channels = next;
            }
        }
        // A network narrower than the paper's keeps the width of the last convolution.
        var last = Widths.Rounded(1280 * Math.Max(1, width));
        layers.Add(Chain(channels, last, kernel: 1));
        features = Sequential(layers);
        classifier = Sequential(Dropout(dropout), Linear(last, classes));
        RegisterComponents();
        Initial.KaimingConvolutions(this);
        Initial.UnitNorms(this);
        Initial.NormalLinears(this);

        int Stride(int usual) => usual == 2 && ++halvings > 5 - reductions ? 2 : 1;
    }

    /// <summary>The form for CIFAR, which keeps 32x32 pixels for longer and makes them 4x4: the first two strides are 1.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">The paper's width multiplier.</param>
    /// <param name="dropout">The share of features that is dropped before the classifier in training.</param>
    public static MobileNetV2 Cifar(int classes = 10, double width = 1, double dropout = 0.2) =>
        new(classes, width, dropout, reductions: 3);

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(functional.adaptive_avg_pool2d(features.call(input), 1).flatten(1)).MoveToOuterDisposeScope();
    }

    /// <summary>A convolution, its normalisation and a ReLU6.</summary>
    internal static Sequential Chain(int inChannels, int outChannels, int kernel, int stride = 1, int groups = 1) =>
        ConvNormActivation.Make(inChannels, outChannels, kernel, stride, groups, c => BatchNorm2d(c), () => ReLU6());
}
