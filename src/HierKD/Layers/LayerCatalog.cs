using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Finds the layers of a model that HierKD knows how to shrink.</summary>
internal static class LayerCatalog
{
    /// <summary>The shrinkable layer behind a module, or <see langword="null"/> if its kind is not known.</summary>
    public static PrunableLayer? Find(string name, nn.Module module) => module switch
    {
        Convolution { groups: 1 } convolution => new ConvolutionLayer(name, convolution),
        Convolution { transposed: false } convolution when convolution.groups == convolution.in_channels && convolution.groups == convolution.out_channels
            => new DepthwiseLayer(name, convolution),
        Linear linear => new LinearLayer(name, linear),
        BatchNorm norm => new BatchNormLayer(name, norm),
        _ => null,
    };
}
