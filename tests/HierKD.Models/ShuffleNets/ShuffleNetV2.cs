using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// ShuffleNetV2 (Ma et al., ECCV 2018): a 3x3 convolution and a max-pooling, three stages of units that split their channels and mix the
/// halves, a 1x1 convolution, the average over the image, one linear layer. Names as torchvision's.
/// </summary>
public sealed class ShuffleNetV2 : Module<Tensor, Tensor>
{
    private readonly Sequential conv1;
    private readonly MaxPool2d maxpool = MaxPool2d(kernel_size: 3, stride: 2, padding: 1);
    private readonly Sequential stage2;
    private readonly Sequential stage3;
    private readonly Sequential stage4;
    private readonly Sequential conv5;
    private readonly Linear fc;

    /// <summary>A ShuffleNetV2.</summary>
    /// <param name="depths">The number of units in each of the three stages.</param>
    /// <param name="widths">The channels of the first convolution, of each stage (even numbers) and of the last convolution.</param>
    /// <param name="classes">The number of classes.</param>
    public ShuffleNetV2(int[] depths, int[] widths, int classes = 1000)
        : base(nameof(ShuffleNetV2))
    {
        if (depths.Length != 3)
        {
            throw new ArgumentException($"A ShuffleNetV2 has three stages, but {depths.Length} depths were given.", nameof(depths));
        }
        if (widths.Length != 5)
        {
            throw new ArgumentException($"A ShuffleNetV2 has five widths, but {widths.Length} were given.", nameof(widths));
        }

        conv1 = Chain(3, widths[0], kernel: 3, stride: 2);
        stage2 = Stage(0);
        stage3 = Stage(1);
        stage4 = Stage(2);
        conv5 = Chain(widths[3], widths[4], kernel: 1, stride: 1);
        fc = Linear(widths[4], classes);
        RegisterComponents();
        Initial.KaimingConvolutions(this);
        Initial.UnitNorms(this);
        Initial.NormalLinears(this);

        Sequential Stage(int index) => Sequential(Enumerable.Range(0, depths[index]).Select(Module<Tensor, Tensor> (i) =>
            i == 0 ? new ShuffleUnit(
                widths[index], widths[index + 1], stride: 2) : new ShuffleUnit(widths[index + 1], widths[index + 1], stride: 1)));
    }

    /// <summary>The network of the paper's width 1.</summary>
    public static ShuffleNetV2 X10(int classes = 1000) => new([4, 8, 4], [24, 116, 232, 464, 1024], classes);

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = maxpool.call(conv1.call(input));
        x = conv5.call(stage4.call(stage3.call(stage2.call(x))));
        return fc.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }

    private static Sequential Chain(int inChannels, int outChannels, int kernel, int stride) =>
        ConvNormActivation.Make(inChannels, outChannels, kernel, stride, 1, c => BatchNorm2d(c), () => ReLU());
}
