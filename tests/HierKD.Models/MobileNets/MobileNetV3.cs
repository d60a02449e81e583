using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// MobileNetV3 (Howard et al., ICCV 2019), the small form: inverted residual blocks with gates and hard swish, the average over the image,
/// two linear layers. Names as torchvision's.
/// </summary>
public sealed class MobileNetV3 : Module<Tensor, Tensor>
{
    // As in table 2 of the paper.
    private static readonly MobileNetV3Row[] SmallRows =
    [
        new(3, 16, 16, Gated: true, Hard: false, Stride: 2),
        new(3, 72, 24, Gated: false, Hard: false, Stride: 2),
        new(3, 88, 24, Gated: false, Hard: false, Stride: 1),
        new(5, 96, 40, Gated: true, Hard: true, Stride: 2),
        new(5, 240, 40, Gated: true, Hard: true, Stride: 1),
        new(5, 240, 40, Gated: true, Hard: true, Stride: 1),
        new(5, 120, 48, Gated: true, Hard: true, Stride: 1),
        new(5, 144, 48, Gated: true, Hard: true, Stride: 1),
        new(5, 288, 96, Gated: true, Hard: true, Stride: 2),
        new(5, 576, 96, Gated: true, Hard: true, Stride: 1),
        new(5, 576, 96, Gated: true, Hard: true, Stride: 1),
    ];

    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool = AdaptiveAvgPool2d(1);
    private readonly Sequential classifier;

    private MobileNetV3(MobileNetV3Row[] rows, int hidden, int classes, double width, double dropout)
        : base(nameof(MobileNetV3))
    {
        var channels = Widths.Rounded(16 * width);
        List<Module<Tensor, Tensor>> layers = [Chain(3, channels, kernel: 3, () => Hardswish(), stride: 2)];
        foreach (var row in rows)
        {
            var scaled = row.Times(width);
            layers.Add(new MobileNetV3Block(channels, scaled));
            channels = scaled.Channels;
        }
        layers.Add(Chain(channels, 6 * channels, kernel: 1, () => Hardswish()));
        features = Sequential(layers);
        classifier = Sequential(Linear(6 * channels, hidden), Hardswish(), Dropout(dropout), Linear(hidden, classes));
        RegisterComponents();
        Initial.KaimingConvolutions(this);
        Initial.UnitNorms(this);
        // The linear layers keep TorchSharp's first weights: what hard swish leaves of small features needs larger ones than the other
        // MobileNets have.
    }

    /// <summary>MobileNetV3-Small.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">The width multiplier.</param>
    /// <param name="dropout">The share of hidden features that is dropped in training.</param>
    public static MobileNetV3 Small(int classes = 1000, double width = 1, double dropout = 0.2) =>
        new(SmallRows, Widths.Rounded(1024 * width), classes, width, dropout);

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(avgpool.call(features.call(input)).flatten(1)).MoveToOuterDisposeScope();
    }

    /// <summary>A convolution, its normalisation (as TensorFlow sets it) and an activation, if any.</summary>
    internal static Sequential Chain(
        int inChannels, int outChannels, int kernel, Func<Module<Tensor, Tensor>>? activation, int stride = 1, int groups = 1) =>
        ConvNormActivation.Make(
            inChannels, outChannels, kernel, stride, groups, c => BatchNorm2d(c, eps: 0.001, momentum: 0.01), activation);
}
