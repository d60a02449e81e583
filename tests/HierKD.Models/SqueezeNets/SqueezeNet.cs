using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// SqueezeNet (Iandola et al., 2016): eight fire modules without normalisation, and a 1x1 convolution as classifier, averaged over the
/// image. Names as torchvision's.
/// </summary>
public sealed class SqueezeNet : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    private SqueezeNet(Func<double, List<Module<Tensor, Tensor>>> layers, int classes, double width, double dropout)
        : base(nameof(SqueezeNet))
    {
        features = Sequential(layers(width));
        var last = Conv2d(2 * Widths.Scaled(256, width), classes, kernel_size: 1);
        classifier = Sequential(Dropout(dropout), last, ReLU(), AdaptiveAvgPool2d(1));
        RegisterComponents();
        foreach (var convolution in modules().OfType<Conv2d>())
        {
            init.kaiming_uniform_(convolution.weight!);
            init.zeros_(convolution.bias!);
        }
        init.normal_(last.weight!, 0, 0.01);
    }

    /// <summary>SqueezeNet 1.0: a 7x7 convolution first, poolings before the first, fourth and eighth fire module.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">A factor for all numbers of channels.</param>
    /// <param name="dropout">The share of features that is dropped before the classifier in training.</param>
    public static SqueezeNet SqueezeNet10(int classes = 1000, double width = 1, double dropout = 0.5) =>
        new(Layers10, classes, width, dropout);

    /// <summary>SqueezeNet 1.1: a 3x3 convolution first and earlier poolings; as accurate as 1.0 for 2.4 times less computation.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">A factor for all numbers of channels.</param>
    /// <param name="dropout">The share of features that is dropped before the classifier in training.</param>
    public static SqueezeNet SqueezeNet11(int classes = 1000, double width = 1, double dropout = 0.5) =>
        new(Layers11, classes, width, dropout);

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(features.call(input)).flatten(1).MoveToOuterDisposeScope();
    }

    private static List<Module<Tensor, Tensor>> Layers10(double width) =>
    [
        Conv2d(3, Widths.Scaled(96, width), kernel_size: 7, stride: 2), ReLU(), Pool(),
        new Fire(Widths.Scaled(96, width), Widths.Scaled(16, width), Widths.Scaled(64, width)), Next(64, 16, 64, width),
        Next(64, 32, 128, width), Pool(),
        Next(128, 32, 128, width), Next(128, 48, 192, width), Next(192, 48, 192, width), Next(192, 64, 256, width), Pool(),
        Next(256, 64, 256, width),
    ];

    private static List<Module<Tensor, Tensor>> Layers11(double width) =>
    [
        Conv2d(3, Widths.Scaled(64, width), kernel_size: 3, stride: 2), ReLU(), Pool(),
        new Fire(Widths.Scaled(64, width), Widths.Scaled(16, width), Widths.Scaled(64, width)), Next(64, 16, 64, width), Pool(),
        Next(64, 32, 128, width), Next(128, 32, 128, width), Pool(),
        Next(128, 48, 192, width), Next(192, 48, 192, width), Next(192, 64, 256, width), Next(256, 64, 256, width),
    ];

    // A fire module behind another one, from both of whose expansions it reads.
    private static Fire Next(int before, int squeezed, int expanded, double width) =>
        new(2 * Widths.Scaled(before, width), Widths.Scaled(squeezed, width), Widths.Scaled(expanded, width));

    private static MaxPool2d Pool() => MaxPool2d(kernel_size: 3, stride: 2, ceil_mode: true);
}
