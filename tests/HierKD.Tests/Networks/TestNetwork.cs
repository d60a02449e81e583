using HierKD.Models;
using HierKD.Models.Special;

namespace HierKD.Tests;

/// <summary>A small network that tests prune, with the shape of its input.</summary>
/// <param name="Make">Makes it.</param>
/// <param name="InputShape">The shape of its input.</param>
/// <param name="Seed">The seed of its weights.</param>
internal sealed record TestNetwork(Func<nn.Module<Tensor, Tensor>> Make, long[] InputShape, int Seed = 1)
{
    private static readonly Dictionary<string, TestNetwork> Chains = new()
    {
        ["vgg"] = new(() => new VggBn([[4, 6], [8]], hidden: 10, classes: 3, inputChannels: 2, imageSize: 8), [6, 2, 8, 8]),
        ["plain"] = new(() => new PlainNet(), [5, 2, 7, 7]),
        ["depthwise"] = new(() => new DepthwiseNet(), [4, 3, 6, 6]),
        ["sequence"] = new(() => new SequenceNet(), [7, 3, 8]),
        ["transposed"] = new(() => new TransposedNet(), [3, 1, 6, 6]),
        ["tokens"] = new(() => new TokenNet(), [4, 3, 3]),
    };

    private static readonly Dictionary<string, TestNetwork> Coupled = new()
    {
        ["cifar resnet"] = new(() => new CifarResNet(blocks: 1, classes: 3, width: 4), [3, 3, 12, 12]) { PruneFirstLayer = true },
        ["resnet"] = new(() => new ResNet(BlockKind.Basic, [1, 1, 1, 1], classes: 3, width: 4), [3, 3, 40, 40]) { PruneFirstLayer = true },
        ["bottleneck resnet"] =
            new(() => new ResNet(BlockKind.Bottleneck, [2, 1, 1, 1], classes: 3, width: 4), [3, 3, 40, 40]) { PruneFirstLayer = true },
        ["resnext"] = new(
            () => new ResNet(BlockKind.Bottleneck, [1, 1, 1, 1], classes: 3, width: 4, groups: 4, groupWidth: 32),
            [3, 3, 40, 40])
        { PruneFirstLayer = true },
        ["mobilenet v1"] = new(() => MobileNetV1.Cifar(classes: 3, width: 0.1), [4, 3, 16, 16]),
        ["mobilenet v2"] = new(() => new MobileNetV2(classes: 3, width: 0.1, dropout: 0), [4, 3, 40, 40]) { PruneFirstLayer = true },
        ["mobilenet v3"] = new(() => MobileNetV3.Small(classes: 3, width: 0.2, dropout: 0), [4, 3, 40, 40]) { PruneFirstLayer = true },
        ["densenet"] =
            new(() => new DenseNet([2, 2], classes: 3, growth: 4, stem: 6, bottleneck: 2), [3, 3, 32, 32]) { PruneFirstLayer = true },
        ["googlenet"] =
            new(() => new GoogLeNet(classes: 3, aux_logits: false, width: 0.06, dropout: 0), [2, 3, 40, 40]) { PruneFirstLayer = true },
        ["squeezenet"] = new(() => SqueezeNet.SqueezeNet11(classes: 3, width: 0.1, dropout: 0), [2, 3, 40, 40]) { PruneFirstLayer = true },
        ["efficientnet"] = new(
            () => new EfficientNet(classes: 3, width: 0.1, depth: 0.3, dropout: 0, stochasticDepth: 0),
            [3, 3, 40, 40])
        { PruneFirstLayer = true },
        ["regnet"] =
            new(() => new RegNet([1, 1], [8, 12], groupWidth: 4, classes: 3, stemWidth: 6), [3, 3, 16, 16]) { PruneFirstLayer = true },
        ["shufflenet"] = new(() => new ShuffleNetV2([2, 1, 1], [8, 16, 24, 32, 20], classes: 3), [3, 3, 32, 32]) { PruneFirstLayer = true },
        ["convnext"] = new(() => new ConvNeXt([1, 1], [8, 12], classes: 3, stochasticDepth: 0), [2, 3, 16, 16]) { PruneFirstLayer = true },
        ["transformer"] =
            new(() => VisionTransformer.WithSeparateProjections(new(16, 8, 2, 2, 8, 12, 3)), [2, 3, 16, 16]) { PruneFirstLayer = true },
        ["multihead transformer"] = new(() => VisionTransformer.WithMultiheadAttention(new(16, 8, 1, 2, 8, 12, 3)), [2, 3, 16, 16]),
        ["u-net"] = new(() => new UNet([4, 6, 8], classes: 2), [2, 3, 16, 16]) { PruneFirstLayer = true },
        ["captured constant"] = new(() => new CapturedConstantNet(), [3, 3, 8, 8]),
        ["buffer"] = new(() => new BufferNet(), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["own scale"] = new(() => new OwnScaleNet(), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["reused"] = new(() => new ReusedModuleNet(), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["gate"] = new(() => new SqueezeGateNet(), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["glu"] = new(() => new GluNet(), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["pixel shuffle"] = new(() => new PixelShuffleNet(), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["chunk"] = new(() => new ChunkNet(), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["flatten"] = new(() => new FlattenNet(), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["instance norm"] = new(() => new InstanceNormNet(), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["group norm"] = new(() => new GroupNormNet(), [3, 3, 16]) { PruneFirstLayer = true },
        ["group norm of few groups"] = new(() => new GroupNormNet(width: 12, groups: 2), [3, 3, 16]) { PruneFirstLayer = true },
        ["grouped convolution"] = new(() => new GroupedConvNet(), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["grouped convolution of few groups"] =
            new(() => new GroupedConvNet(width: 12, groups: 2), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["grouped transposed convolution"] = new(() => new GroupedTransposeNet(), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["depthwise transposed convolution"] =
            new(() => new GroupedTransposeNet(width: 6, groups: 6), [3, 3, 8, 8]) { PruneFirstLayer = true },
        ["volume"] = new(() => new VolumeNet(), [2, 3, 6, 6, 6]) { PruneFirstLayer = true },
        ["sequence first"] = new(() => new SequenceFirstNet(), [4, 3, 6]) { PruneFirstLayer = true },
        ["swallowed NaN"] = new(() => new NanToNumNet(), [3, 3, 8, 8]),
    };

    /// <summary>
    /// Every network: chains of layers, and networks with branches, additions, gates, groups and other things that tie channels together,
    /// small forms of every published one among them.
    /// </summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. Chains.Keys, .. Coupled.Keys];

    /// <summary>Every network, for a theory.</summary>
    public static TheoryData<string> All => new(Names);

    /// <summary>The networks whose layers follow one another, for a theory.</summary>
    public static TheoryData<string> AllChains => new(Chains.Keys);

    public static TestNetwork Named(string name) => Chains.GetValueOrDefault(name) ?? Coupled[name];

    /// <summary>Whether the filters of the first layer may go as well.</summary>
    public bool PruneFirstLayer { get; private init; }

    public DiscoveryOptions Options => new() { PruneFirstLayer = PruneFirstLayer };

    /// <summary>The network with weights and statistics that a trained one might have: no zero biases, no unit variances.</summary>
    public nn.Module<Tensor, Tensor> Create(ScalarType type = ScalarType.Float64) => TrainedWeights.Give(Make(), Seed).to(type);

    public Tensor Input(ScalarType type = ScalarType.Float64)
    {
        using var generator = new Generator((ulong)Seed + 17);
        return randn(InputShape, generator: generator).to(type);
    }
}
