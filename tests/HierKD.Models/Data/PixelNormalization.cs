using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Models;

/// <summary>
/// From pixels to what networks are fed with: the means and deviations of ImageNet's channels, which the known pretrained networks were
/// trained with, on CIFAR as well.
/// </summary>
public static class PixelNormalization
{
    // Red, green, blue on the scale of 0 to 1.
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];

    /// <summary>
    /// From uint8 <c>[N, 3, H, W]</c> to float32 with the mean taken away and divided by the standard deviation of each channel.
    /// </summary>
    public static Tensor Apply(Tensor pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        using var scope = NewDisposeScope();
        var mean = tensor(Mean, device: pixels.device).view(1, 3, 1, 1);
        var deviation = tensor(Deviation, device: pixels.device).view(1, 3, 1, 1);
        return ((pixels.to(float32) / 255 - mean) / deviation).MoveToOuterDisposeScope();
    }
}
