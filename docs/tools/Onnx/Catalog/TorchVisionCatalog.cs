using HierKD.Networks;
using static TorchSharp.torchvision;

namespace HierKD.OnnxSurvey.Catalog;

/// <summary>Every constructor of TorchVision's models, which all classify, at the size of image that it is published for.</summary>
internal static class TorchVisionCatalog
{
    public static IReadOnlyList<NetworkCase> All { get; } =
    [
        Of("alexnet", () => models.alexnet()),
        Of("googlenet", () => models.googlenet()),
        new NetworkCase("inception_v3", () => models.inception_v3(), [1, 3, 299, 299]),
        Of("mobilenet_v2", () => models.mobilenet_v2()),
        Of("mobilenet_v3_large", () => models.mobilenet_v3_large()),
        Of("mobilenet_v3_small", () => models.mobilenet_v3_small()),
        Of("resnet18", () => models.resnet18()),
        Of("resnet34", () => models.resnet34()),
        Of("resnet50", () => models.resnet50()),
        Of("resnet101", () => models.resnet101()),
        Of("resnet152", () => models.resnet152()),
        Of("resnext50_32x4d", () => models.resnext50_32x4d()),
        Of("resnext101_32x8d", () => models.resnext101_32x8d()),
        Of("resnext101_64x4d", () => models.resnext101_64x4d()),
        Of("wide_resnet50_2", () => models.wide_resnet50_2()),
        Of("wide_resnet101_2", () => models.wide_resnet101_2()),
        Of("vgg11", () => models.vgg11()),
        Of("vgg11_bn", () => models.vgg11_bn()),
        Of("vgg13", () => models.vgg13()),
        Of("vgg13_bn", () => models.vgg13_bn()),
        Of("vgg16", () => models.vgg16()),
        Of("vgg16_bn", () => models.vgg16_bn()),
        Of("vgg19", () => models.vgg19()),
        Of("vgg19_bn", () => models.vgg19_bn()),
    ];

    private static NetworkCase Of(string name, Func<nn.Module> create) => new(name, create, [1, 3, 224, 224]);
}
