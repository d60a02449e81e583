using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// ConvNeXt (Liu et al., CVPR 2022): non-overlapping patches, four stages of blocks with a 7x7 depthwise convolution and a two-layer
/// perceptron, a normalisation and a halving convolution between stages, the average over the image, one linear layer. Names as
/// torchvision's.
/// </summary>
public sealed class ConvNeXt : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool = AdaptiveAvgPool2d(1);
    private readonly ConvNeXtClassifier classifier;

    /// <summary>A ConvNeXt.</summary>
    /// <param name="depths">The number of blocks in each stage.</param>
    /// <param name="widths">The channels of each stage.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="layerScale">
    /// The first value of the scales of the blocks' branches. The paper trains from 1e-6, at which a new network's logits would hardly
    /// depend on its blocks.
    /// </param>
    /// <param name="stochasticDepth">The probability with which the last block's branch is dropped in training; it grows linearly from
    /// 0.</param>
    public ConvNeXt(int[] depths, int[] widths, int classes = 1000, double layerScale = 1, double stochasticDepth = 0.1)
        : base(nameof(ConvNeXt))
    {
        if (depths.Length != widths.Length)
        {
            throw new ArgumentException($"There are {depths.Length} depths, but {widths.Length} widths.", nameof(widths));
        }

        List<Module<Tensor, Tensor>> layers = [new ConvNeXtStem(widths[0])];
        var (block, last) = (0, Math.Max(1, depths.Sum() - 1));
        for (var stage = 0; stage < depths.Length; stage++)
        {
            var width = widths[stage];
            if (stage > 0) layers.Add(new ConvNeXtHalving(widths[stage - 1], width));
            layers.Add(Sequential(Enumerable.Range(0, depths[stage]).Select(Module<Tensor, Tensor> (_) =>
                new ConvNeXtBlock(width, layerScale, stochasticDepth * block++ / last))));
        }
        features = Sequential(layers);
        classifier = new ConvNeXtClassifier(widths[^1], classes);
        RegisterComponents();
        Initialise();
    }

    /// <summary>The paper's ConvNeXt-T.</summary>
    public static ConvNeXt Tiny(int classes = 1000) => new([3, 3, 9, 3], [96, 192, 384, 768], classes);

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(avgpool.call(features.call(input))).MoveToOuterDisposeScope();
    }

    private void Initialise()
    {
        foreach (var (weight, bias) in modules().OfType<Conv2d>().Select(layer => (layer.weight, layer.bias))
            .Concat(modules().OfType<Linear>().Select(layer => (layer.weight, layer.bias))))
        {
            init.normal_(weight, std: 0.02);
            init.zeros_(bias!);
        }
    }
}
