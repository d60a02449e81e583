using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// A VGG with batch normalisation (Simonyan and Zisserman, ICLR 2015; Ioffe and Szegedy, ICML 2015): stages of 3x3 convolutions, a
/// max-pooling after each stage, one hidden linear layer. Layer names as torchvision's: <c>features.N</c>, <c>classifier.N</c>.
/// </summary>
public sealed class VggBn : Module<Tensor, Tensor>
{
    private static readonly int[][] Stages16 = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]];

    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>A VGG of the given widths.</summary>
    /// <param name="stages">The widths of each stage's convolutions.</param>
    /// <param name="hidden">The width of the hidden linear layer.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="inputChannels">The channels of the images.</param>
    /// <param name="imageSize">Their height and width.</param>
    public VggBn(int[][] stages, int hidden, int classes, int inputChannels, int imageSize)
        : base(nameof(VggBn))
    {
        List<Module<Tensor, Tensor>> layers = [];
        var (channels, size) = (inputChannels, imageSize);
        foreach (var stage in stages)
        {
            foreach (var width in stage)
            {
                layers.Add(Conv2d(channels, width, kernel_size: 3, padding: 1, bias: false));
                layers.Add(BatchNorm2d(width));
                layers.Add(ReLU());
                channels = width;
            }
            layers.Add(MaxPool2d(kernel_size: 2, stride: 2));
            size /= 2;
        }
        features = Sequential(layers);
        classifier = Sequential(Linear(channels * size * size, hidden), ReLU(), Linear(hidden, classes));
        RegisterComponents();
    }

    /// <summary>A small network for 28x28 grey images in ten classes.</summary>
    public static VggBn FashionMnist() => new([[16, 16], [32, 32], [64, 64]], hidden: 128, classes: 10, inputChannels: 1, imageSize: 28);

    /// <summary>
    /// VGG16 for 32x32 images, as Miles and Mikolajczyk (BMVC 2020) prune it: thirteen convolutions, a linear layer of 512 features and one
    /// of the classes; 14.98 M weights, 313 M multiply-adds.
    /// </summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="width">What all numbers of channels are multiplied by.</param>
    public static VggBn CifarVgg16(int classes = 10, double width = 1) => new(
        [.. Stages16.Select(stage => stage.Select(channels => Widths.Scaled(channels, width)).ToArray())],
        hidden: Widths.Scaled(512, width), classes, inputChannels: 3, imageSize: 32);

    /// <summary>From images <c>[N, C, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(features.call(input).flatten(1)).MoveToOuterDisposeScope();
    }
}
