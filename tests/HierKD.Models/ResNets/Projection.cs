using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>The shortcut of a residual block that changes the shape (option B of He et al.).</summary>
internal static class Projection
{
    /// <summary>A normalised 1x1 convolution, or null where the shortcut can be the input itself.</summary>
    public static Sequential? Between(int inChannels, int outChannels, int stride) => stride == 1 && inChannels == outChannels
        ? null
        : Sequential(Conv2d(inChannels, outChannels, kernel_size: 1, stride: stride, bias: false), BatchNorm2d(outChannels));
}
