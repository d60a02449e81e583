using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// The chain that the MobileNets are built of: a convolution that keeps the image's size (but for its stride), its normalisation, an
/// activation.
/// </summary>
internal static class ConvNormActivation
{
    /// <summary>The chain, with the layers <c>0</c>, <c>1</c> and <c>2</c>; without an activation it ends with the normalisation.</summary>
    public static Sequential Make(
        int inChannels, int outChannels, int kernel, int stride, int groups, Func<int, BatchNorm2d> norm,
        Func<Module<Tensor, Tensor>>? activation)
    {
        List<Module<Tensor, Tensor>> layers =
        [
            Conv2d(inChannels, outChannels, kernel_size: kernel, stride: stride, padding: kernel / 2, groups: groups, bias: false),
            norm(outChannels),
        ];
        if (activation is not null) layers.Add(activation());
        return Sequential(layers);
    }
}
