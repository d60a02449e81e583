using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// MobileNetV1 (Howard et al., 2017): a 3x3 convolution, thirteen pairs of a depthwise 3x3 and a pointwise 1x1 convolution, each normalised
/// and with a ReLU, the average over the image, one linear layer. Names: <c>features.0</c> is the first convolution's chain,
/// <c>features.N.depthwise</c> and <c>features.N.pointwise</c> are pairs (of a convolution <c>0</c>, a normalisation <c>1</c> and a ReLU
/// each), and <c>classifier</c>.
/// </summary>
public sealed class MobileNetV1 : Module<Tensor, Tensor>
{
    private static readonly (int Channels, int Stride)[] Pairs =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
    ];

    private readonly Sequential features;
    private readonly Linear classifier;

    private MobileNetV1(int classes, double width, int reductions)
        : base(nameof(MobileNetV1))
    {
        // Of the five places where the image could be halved the last ones are used.
        var halvings = 0;
        var channels = Widths.Scaled(32, width);
        List<Module<Tensor, Tensor>> layers = [Chain(3, channels, kernel: 3, Stride(2), groups: 1)];
        foreach (var (pairChannels, stride) in Pairs)
        {
            var next = Widths.Scaled(pairChannels, width);
            layers.Add(Sequential(
                ("depthwise", Chain(channels, channels, kernel: 3, Stride(stride), groups: channels)),
                ("pointwise", Chain(channels, next, kernel: 1, stride: 1, groups: 1))));
            channels = next;
        }
        features = Sequential(layers);
        classifier = Linear(channels, classes);
        RegisterComponents();
        Initial.KaimingConvolutions(this);
        Initial.UnitNorms(this);
        Initial.NormalLinears(this);

        int Stride(int usual) => usual == 2 && ++halvings > 5 - reductions ? 2 : 1;
    }

    /// <summary>The form for ImageNet, which makes images of 224x224 pixels 7x7.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">The paper's width multiplier.</param>
    public static MobileNetV1 ImageNet(int classes = 1000, double width = 1) => new(classes, width, reductions: 5);

    /// <summary>The form for CIFAR, which keeps 32x32 pixels for longer and makes them 4x4: the first two strides are 1.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">The paper's width multiplier.</param>
    /// <param name="reductions">How often the image is halved, 0 to 5; the first strides that are too many are 1. Default 3; with 4 only
    /// the first convolution's stride is.</param>
    public static MobileNetV1 Cifar(int classes = 10, double width = 1, int reductions = 3) => reductions is >= 0 and <= 5
        ? new(classes, width, reductions)
        : throw new ArgumentOutOfRangeException(nameof(reductions), reductions, $"reductions is {reductions}; it must be from 0 to 5.");

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(features.call(input).mean([2, 3])).MoveToOuterDisposeScope();
    }

    private static Sequential Chain(int inChannels, int outChannels, int kernel, int stride, int groups) =>
        ConvNormActivation.Make(inChannels, outChannels, kernel, stride, groups, c => BatchNorm2d(c), () => ReLU());
}
