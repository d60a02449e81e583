using HierKD.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Cifar10Sample;

/// <summary>A network that the sample knows.</summary>
/// <param name="Name">Its name on the command line and in the name of its weights' file.</param>
/// <param name="IsPretrained">Whether its weights are a file; else it is trained first.</param>
/// <param name="Make">Makes it; the argument is the width multiplier, for networks that have one.</param>
internal sealed record Network(string Name, bool IsPretrained, Func<double, nn.Module<Tensor, Tensor>> Make)
{
    public static IReadOnlyList<Network> All { get; } =
    [
        new("resnet20", true, _ => CifarResNet.ResNet20()),
        new("resnet32", true, _ => CifarResNet.ResNet32()),
        new("resnet44", true, _ => CifarResNet.ResNet44()),
        new("resnet56", true, _ => CifarResNet.ResNet56()),
        new("vgg16", false, width => VggBn.CifarVgg16(width: width)),
        new("mobilenetv2", false, width => MobileNetV2.Cifar(width: width)),
    ];

    /// <summary>Epochs before the pruning, if the command line does not say how many.</summary>
    public int OriginalEpochs => IsPretrained ? 0 : 5;

    /// <summary>The learning rate of those epochs: weights that are trained already must not be shaken out of their place.</summary>
    public double OriginalLearningRate => IsPretrained ? 0.01 : 0.05;

    public static Network Named(string name) => All.First(n => n.Name == name);
}
