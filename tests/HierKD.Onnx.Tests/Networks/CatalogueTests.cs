using HierKD.Models;
using HierKD.Models.Special;
using HierKD.Tests;
using Xunit.Abstractions;

namespace HierKD.Onnx.Tests.Networks;

/// <summary>The networks of HierKD.Models in ONNX Runtime.</summary>
public class CatalogueTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, (Func<nn.Module> Create, long[] Shape)> Networks = new()
    {
        ["VGG of QuickStart"] = (VggBn.FashionMnist, [1, 1, 28, 28]),
        ["VGG16-BN, CIFAR"] = (() => Vgg.CifarVgg16(), [1, 3, 32, 32]),
        ["ResNet-20, CIFAR"] = (() => CifarResNet.ResNet20(), [1, 3, 32, 32]),
        ["ResNet-18"] = (() => ResNet.ResNet18(), [1, 3, 64, 64]),
        ["MobileNetV1, CIFAR"] = (() => MobileNetV1.Cifar(), [1, 3, 32, 32]),
        ["MobileNetV2"] = (() => new MobileNetV2(), [1, 3, 64, 64]),
        ["MobileNetV3-small"] = (() => MobileNetV3.Small(), [1, 3, 64, 64]),
        ["ResNet-50"] = (() => ResNet.ResNet50(), [1, 3, 64, 64]),
        ["ResNeXt-50 32x4d"] = (() => ResNet.ResNeXt50(), [1, 3, 64, 64]),
        ["DenseNet-121"] = (() => DenseNet.DenseNet121(), [1, 3, 64, 64]),
        ["GoogLeNet"] = (() => new GoogLeNet(), [1, 3, 64, 64]),
        ["SqueezeNet 1.0"] = (() => SqueezeNet.SqueezeNet10(), [1, 3, 64, 64]),
        ["SqueezeNet 1.1"] = (() => SqueezeNet.SqueezeNet11(), [1, 3, 64, 64]),
        ["ShuffleNetV2 1.0x"] = (() => ShuffleNetV2.X10(), [1, 3, 64, 64]),
        ["EfficientNet-B0"] = (() => EfficientNet.B0(), [1, 3, 64, 64]),
        ["RegNetY-400MF"] = (() => RegNet.Y400MF(), [1, 3, 64, 64]),
        ["ConvNeXt-T"] = (() => ConvNeXt.Tiny(), [1, 3, 64, 64]),
        ["U-Net"] = (() => UNet.Published(classes: 2, inputChannels: 3), [1, 3, 32, 32]),
        ["small ViT, separate q, k, v"] =
            (() => VisionTransformer.WithSeparateProjections(VisionTransformerSizes.Small()), [1, 3, 32, 32]),
        ["small ViT, MultiheadAttention"] =
            (() => VisionTransformer.WithMultiheadAttention(VisionTransformerSizes.Small()), [1, 3, 32, 32]),
        ["captured constant"] = (() => new CapturedConstantNet(), [1, 3, 8, 8]),
        ["buffer of its own"] = (() => new BufferNet(), [1, 3, 8, 8]),
        ["scale of its own"] = (() => new OwnScaleNet(), [1, 3, 8, 8]),
        ["reused module"] = (() => new ReusedModuleNet(), [1, 3, 8, 8]),
        ["squeeze gate"] = (() => new SqueezeGateNet(), [1, 3, 8, 8]),
        ["GLU"] = (() => new GluNet(), [1, 3, 8, 8]),
        ["pixel shuffle"] = (() => new PixelShuffleNet(), [1, 3, 8, 8]),
        ["chunk(2)"] = (() => new ChunkNet(), [1, 3, 8, 8]),
        ["flatten before Linear"] = (() => new FlattenNet(), [1, 3, 8, 8]),
        ["calls .forward()"] = (() => new DirectForwardNet(), [1, 3, 8, 8]),
        ["nan_to_num"] = (() => new NanToNumNet(), [1, 3, 8, 8]),
        ["instance norm"] = (() => new InstanceNormNet(), [1, 3, 8, 8]),
        ["group norm"] = (() => new GroupNormNet(), [1, 3, 10]),
        ["embedding"] = (() => new EmbeddingNet(), [1, 10]),
        ["grouped convolution"] = (() => new GroupedConvNet(), [1, 3, 8, 8]),
        ["grouped transposed convolution"] = (() => new GroupedTransposeNet(), [1, 3, 8, 8]),
        ["volumes"] = (() => new VolumeNet(), [1, 3, 4, 6, 5]),
        ["tied weights"] = (() => new TiedWeightsNet(), [1, 6]),
        ["sequence first"] = (() => new SequenceFirstNet(), [7, 4, 6]),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void OnnxRuntime_gives_the_same(string name)
    {
        var (create, shape) = Networks[name];
        random.manual_seed(3);
        using var scope = NewDisposeScope();
        using var model = (nn.Module<Tensor, Tensor>)TrainedWeights.Give(create(), seed: 5);
        var example = name == "embedding" ? randint(20, shape, ScalarType.Int64) : randn(shape);
        // The batch of a sequence is its second axis.
        var options = new OnnxOptions { BatchAxis = name == "sequence first" ? 1 : 0 };
        var worst = Exported.Require(model, example, options, shape.Length == 4 && shape[^1] >= 64 ? [1, 2, 5] : null);
        output.WriteLine($"{name}: {worst:E1}");
    }
}
