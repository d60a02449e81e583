using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// A VGG with batch normalisation (Simonyan and Zisserman, ICLR 2015; Ioffe and Szegedy, ICML 2015) as it is commonly trained: five stages
/// of 3x3 convolutions with biases, a max-pooling after each, and either three linear layers with dropout (ImageNet) or a single one
/// (CIFAR). Names as torchvision's.
/// </summary>
public sealed class Vgg : Module<Tensor, Tensor>
{
    private static readonly int[][] Stages16 = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]];
    private static readonly int[][] Stages19 = [[64, 64], [128, 128], [256, 256, 256, 256], [512, 512, 512, 512], [512, 512, 512, 512]];

    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d? avgpool;
    private readonly Module<Tensor, Tensor> classifier;

    /// <summary>A VGG of the given widths.</summary>
    /// <param name="stages">The widths of each stage's convolutions.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="hidden">The width of the two hidden linear layers, behind a pooling to 7x7; 0 for one linear layer on an image that the
    /// stages have shrunk to one pixel.</param>
    /// <param name="dropout">The share of hidden features that is dropped in training.</param>
    public Vgg(int[][] stages, int classes, int hidden, double dropout = 0.5)
        : base(nameof(Vgg))
    {
        List<Module<Tensor, Tensor>> layers = [];
        var channels = 3;
        foreach (var stage in stages)
        {
            foreach (var width in stage)
            {
                layers.Add(Conv2d(channels, width, kernel_size: 3, padding: 1));
                layers.Add(BatchNorm2d(width));
                layers.Add(ReLU());
                channels = width;
            }
            layers.Add(MaxPool2d(kernel_size: 2, stride: 2));
        }
        features = Sequential(layers);
        if (hidden == 0)
        {
            classifier = Linear(channels, classes);
        }
        else
        {
            avgpool = AdaptiveAvgPool2d(7);
            classifier = Sequential(
                Linear(channels * 49, hidden), ReLU(), Dropout(dropout),
                Linear(hidden, hidden), ReLU(), Dropout(dropout),
                Linear(hidden, classes));
        }
        RegisterComponents();
        Initial.KaimingConvolutions(this);
        Initial.UnitNorms(this);
        Initial.NormalLinears(this);
    }

    /// <summary>VGG16 for ImageNet.</summary>
    public static Vgg Vgg16(int classes = 1000) => new(Stages16, classes, hidden: 4096);

    /// <summary>VGG19 for ImageNet.</summary>
    public static Vgg Vgg19(int classes = 1000) => new(Stages19, classes, hidden: 4096);

    /// <summary>VGG16 for 32x32 images, with one linear layer.</summary>
    public static Vgg CifarVgg16(int classes = 10) => new(Stages16, classes, hidden: 0);

    /// <summary>VGG19 for 32x32 images, with one linear layer.</summary>
    public static Vgg CifarVgg19(int classes = 10) => new(Stages19, classes, hidden: 0);

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = features.call(input);
        if (avgpool is not null) x = avgpool.call(x);
        return classifier.call(x.flatten(1)).MoveToOuterDisposeScope();
    }
}
