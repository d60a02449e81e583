using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// RegNetY (Radosavovic et al., CVPR 2020): a 3x3 convolution, four stages of gated bottlenecks with groups of one width, the average over
/// the image, one linear layer. Names as torchvision's.
/// </summary>
public sealed class RegNet : Module<Tensor, Tensor>
{
    private readonly Sequential stem;
    private readonly Sequential trunk_output;
    private readonly AdaptiveAvgPool2d avgpool = AdaptiveAvgPool2d(1);
    private readonly Linear fc;

    /// <summary>A RegNetY.</summary>
    /// <param name="depths">The number of blocks in each stage.</param>
    /// <param name="widths">The channels of each stage, multiples of <paramref name="groupWidth"/>.</param>
    /// <param name="groupWidth">The channels of a group of the 3x3 convolutions.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="stemWidth">The channels of the first convolution.</param>
    public RegNet(int[] depths, int[] widths, int groupWidth, int classes = 1000, int stemWidth = 32)
        : base(nameof(RegNet))
    {
        if (depths.Length != widths.Length)
        {
            throw new ArgumentException($"There are {depths.Length} depths, but {widths.Length} widths.", nameof(widths));
        }

        stem = Chain(3, stemWidth, kernel: 3, stride: 2);
        var channels = stemWidth;
        List<(string, Module<Tensor, Tensor>)> stages = [];
        for (var stage = 0; stage < depths.Length; stage++)
        {
            List<(string, Module<Tensor, Tensor>)> blocks = [];
            for (var i = 0; i < depths[stage]; i++)
            {
                blocks.Add(($"block{stage + 1}-{i}", new RegNetBlock(channels, widths[stage], i == 0 ? 2 : 1, groupWidth)));
                channels = widths[stage];
            }
            stages.Add(($"block{stage + 1}", Sequential(blocks)));
        }
        trunk_output = Sequential(stages);
        fc = Linear(channels, classes);
        RegisterComponents();
        Initial.KaimingConvolutions(this);
        Initial.UnitNorms(this);
        Initial.NormalLinears(this);
    }

    /// <summary>The network of 400 million multiply-adds.</summary>
    public static RegNet Y400MF(int classes = 1000) => new([1, 3, 6, 6], [48, 104, 208, 440], groupWidth: 8, classes);

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return fc.call(avgpool.call(trunk_output.call(stem.call(input))).flatten(1)).MoveToOuterDisposeScope();
    }

    /// <summary>A convolution, its normalisation and a ReLU.</summary>
    internal static Sequential Chain(int inChannels, int outChannels, int kernel, int stride = 1, int groups = 1) =>
        ConvNormActivation.Make(inChannels, outChannels, kernel, stride, groups, c => BatchNorm2d(c), () => ReLU());
}
