using HierKD;
using HierKD.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Study.Tasks;

/// <summary>A network of a task on CIFAR-10, and how it is trained before it is pruned.</summary>
/// <param name="Original">How files of it are called.</param>
/// <param name="Title">What it is, in words.</param>
/// <param name="Make">Makes one with new weights.</param>
/// <param name="Epochs">The epochs of the training.</param>
/// <param name="LearningRate">The rate that it begins with.</param>
/// <param name="Pretrained">The file of the weights that it begins with; <see langword="null"/> for new ones.</param>
/// <param name="Discovery">Which filters may go.</param>
internal sealed record CifarNetwork(
    string Original, string Title, Func<nn.Module<Tensor, Tensor>> Make, int Epochs, double LearningRate, string? Pretrained,
    DiscoveryOptions Discovery)
{
    // The residual stream can be pruned too, so that high ratios can be reached.
    private static readonly DiscoveryOptions Whole = new() { PruneFirstLayer = true };

    public static CifarNetwork ResNet20 { get; } =
        new("cifar10", "ResNet-20", () => CifarResNet.ResNet20(), 4, 0.02, "cifar10-resnet20.safetensors", Whole);

    public static CifarNetwork ResNet56 { get; } =
        new("cifar10-resnet56", "ResNet-56", () => CifarResNet.ResNet56(), 4, 0.02, "cifar10-resnet56.safetensors", Whole);

    /// <summary>The paper's network at half of its width. Its first layer keeps its filters, as in the paper.</summary>
    public static CifarNetwork HalfVgg16 { get; } =
        new("cifar10-vgg16-half", "VGG16 at half width", () => VggBn.CifarVgg16(width: 0.5), 40, 0.05, null, new());
}
