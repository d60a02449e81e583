using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// EfficientNet (Tan and Le, ICML 2019): gated inverted residual blocks between a 3x3 and a 1x1 convolution, the average over the image,
/// one linear layer with dropout. Names as torchvision's.
/// </summary>
public sealed class EfficientNet : Module<Tensor, Tensor>
{
    // As in table 1 of the paper.
    private static readonly (int Expansion, int Channels, int Blocks, int Stride, int Kernel)[] Stages =
        [(1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3), (6, 112, 3, 1, 5), (6, 192, 4, 2, 5), (6, 320, 1, 1, 3)];

    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool = AdaptiveAvgPool2d(1);
    private readonly Sequential classifier;

    /// <summary>An EfficientNet.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">By how much wider than B0 it is.</param>
    /// <param name="depth">By how much deeper than B0 it is.</param>
    /// <param name="dropout">The share of features that is dropped before the classifier in training.</param>
    /// <param name="stochasticDepth">The probability with which the last block's branch is dropped in training; it grows linearly from
    /// 0.</param>
    public EfficientNet(int classes = 1000, double width = 1, double depth = 1, double dropout = 0.2, double stochasticDepth = 0.2)
        : base(nameof(EfficientNet))
    {
        var channels = Widths.Rounded(32 * width);
        List<Module<Tensor, Tensor>> layers = [Chain(3, channels, kernel: 3, stride: 2)];
        var (block, total) = (0, Stages.Sum(stage => Deepened(stage.Blocks)));
        foreach (var stage in Stages)
        {
            var next = Widths.Rounded(stage.Channels * width);
            List<Module<Tensor, Tensor>> blocks = [];
            for (var i = 0; i < Deepened(stage.Blocks); i++)
            {
                blocks.Add(new MBConv(
                    channels, next, stage.Expansion, stage.Kernel, i == 0 ? stage.Stride : 1, stochasticDepth * block++ / total));
                channels = next;
            }
            layers.Add(Sequential(blocks));
        }
        var last = 4 * channels;
        layers.Add(Chain(channels, last, kernel: 1));
        features = Sequential(layers);
        var head = Linear(last, classes);
        classifier = Sequential(Dropout(dropout), head);
        RegisterComponents();
        // By what enters them: SiLU and the gates halve small features, which the narrowing convolutions would make smaller still.
        Initial.KaimingConvolutions(this, init.FanInOut.FanIn);
        Initial.UnitNorms(this);
        init.uniform_(head.weight, -1 / Math.Sqrt(classes), 1 / Math.Sqrt(classes));
        init.zeros_(head.bias!);

        int Deepened(int blocks) => (int)Math.Ceiling(blocks * depth);
    }

    /// <summary>The base network.</summary>
    public static EfficientNet B0(int classes = 1000) => new(classes);

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(avgpool.call(features.call(input)).flatten(1)).MoveToOuterDisposeScope();
    }

    /// <summary>A convolution, its normalisation and a SiLU.</summary>
    internal static Sequential Chain(int inChannels, int outChannels, int kernel, int stride = 1, int groups = 1) =>
        ConvNormActivation.Make(inChannels, outChannels, kernel, stride, groups, c => BatchNorm2d(c), () => SiLU());
}
