using HierKD.Models;

namespace ImageNetResNet50;

/// <summary>ResNet-50 (He et al., CVPR 2016) with the names and the strides of torchvision's.</summary>
internal static class Network
{
    /// <param name="classes">The number of outputs.</param>
    /// <param name="width">What all numbers of channels are multiplied by; 1 for the published network.</param>
    public static ResNet Make(int classes, double width) =>
        new(BlockKind.Bottleneck, [3, 4, 6, 3], classes, width: Math.Max(1, (int)Math.Round(64 * width)));
}
