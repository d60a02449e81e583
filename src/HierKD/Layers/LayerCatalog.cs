using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Finds the layers of a model that HierKD knows how to shrink.</summary>
internal static class LayerCatalog
{
    /// <summary>The shrinkable layer behind a module, or <see langword="null"/> if its kind is not known.</summary>
    public static ModuleLayer? Find(string name, nn.Module module) => module switch
    {
        Convolution { groups: 1 } convolution => new ConvolutionLayer(name, convolution),
        Convolution { transposed: false } convolution when convolution.groups == convolution.in_channels
            && convolution.groups == convolution.out_channels
            => new DepthwiseLayer(name, convolution),
        Convolution convolution when GroupsGoWhole(convolution) => new GroupedConvolutionLayer(name, convolution),
        Convolution convolution => new ConvolutionLayer(name, convolution),
        Linear { weight: not null } linear => new LinearLayer(name, linear),
        Embedding { weight: not null } embedding => new EmbeddingLayer(name, embedding),
        BatchNorm norm => new BatchNormLayer(name, norm),
        InstanceNorm norm => new InstanceNormLayer(name, norm),
        LayerNorm norm => new LayerNormLayer(name, norm),
        GroupNorm { weight: { } weight } norm => new GroupNormLayer(name, norm, weight.shape[0]),
        PReLU { num_parameters: > 1 } activation => new PReLULayer(name, activation),
        _ => null,
    };

    /// <summary>Of a grouped convolution, whatever leaves more choices: its groups, or the positions within them.</summary>
    private static bool GroupsGoWhole(Convolution convolution) =>
        convolution.groups >= Math.Max(convolution.in_channels, convolution.out_channels) / convolution.groups;
}
