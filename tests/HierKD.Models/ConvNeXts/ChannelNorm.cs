using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD.Models;

/// <summary>The library's layer norm over the channels of images: it normalises the last dimensions only.</summary>
internal static class ChannelNorm
{
    /// <summary>From <c>[N, C, H, W]</c> to the same shape.</summary>
    public static Tensor Call(LayerNorm norm, Tensor images) => norm.call(images.permute(0, 2, 3, 1)).permute(0, 3, 1, 2);
}
