using HierKD.Models;

namespace HierKD.Networks;

internal static partial class NetworkCatalog
{
    // What torchvision states is `_ops` of its weights' metadata (torchvision 0.15 and later).
    private static IEnumerable<NetworkCase> Published()
    {
        yield return ImageNet("VGG16-BN", "vgg16_bn", () => Vgg.Vgg16(), 15.47);
        yield return ImageNet("VGG19-BN", "vgg19_bn", () => Vgg.Vgg19(), 19.632);
        yield return ImageNet("ResNet-18", "resnet18", () => ResNet.ResNet18(), 1.814);
        yield return ImageNet("ResNet-50", "resnet50", () => ResNet.ResNet50(), 4.089);
        yield return new NetworkCase("ResNet-50, 64x64", () => ResNet.ResNet50(), Images(64));
        yield return ImageNet("ResNeXt-50 32x4d", "resnext50_32x4d", () => ResNet.ResNeXt50(), 4.23);
        yield return ImageNet("DenseNet-121", "densenet121", () => DenseNet.DenseNet121(), 2.834);
        yield return ImageNet("GoogLeNet", "googlenet", () => new GoogLeNet(), 1.498);
        yield return ImageNet("SqueezeNet 1.0", "squeezenet1_0", () => SqueezeNet.SqueezeNet10(), 0.819);
        yield return ImageNet("SqueezeNet 1.1", "squeezenet1_1", () => SqueezeNet.SqueezeNet11(), 0.349);
        yield return ImageNet("MobileNetV1", "mobilenet_v1", () => MobileNetV1.ImageNet());
        yield return ImageNet("MobileNetV2", "mobilenet_v2", () => new MobileNetV2(), 0.301);
        yield return ImageNet("MobileNetV3-small", "mobilenet_v3_small", () => MobileNetV3.Small(), 0.057);
        yield return ImageNet("ShuffleNetV2 1.0x", "shufflenet_v2_x1_0", () => ShuffleNetV2.X10(), 0.145);
        yield return ImageNet("EfficientNet-B0", "efficientnet_b0", () => EfficientNet.B0(), 0.386);
        yield return ImageNet("RegNetY-400MF", "regnet_y_400mf", () => RegNet.Y400MF(), 0.402);
        yield return ImageNet("ConvNeXt-T", "convnext_tiny", () => ConvNeXt.Tiny(), 4.456);
        yield return ImageNet("U-Net", "unet", () => UNet.Published(classes: 2, inputChannels: 3));
        var large = ImageNet(
            "ViT-B/16, MultiheadAttention", "vit_b_16", () => VisionTransformer.WithMultiheadAttention(VisionTransformerSizes.Base16()),
            17.564,
            "torchvision counts the projections inside attention as well (4 x 197 x 768² in each of 12 layers), and the products of " +
            "queries, keys and values (2 x 197² x 768); here layers count that the forward calls");
        yield return large with { IsSlow = true };
    }

    private static IEnumerable<NetworkCase> Small()
    {
        yield return Cifar("VGG16-BN, CIFAR", "cifar_vgg16_bn", () => Vgg.CifarVgg16());
        yield return Cifar("VGG19-BN, CIFAR", "cifar_vgg19_bn", () => Vgg.CifarVgg19());
        yield return Cifar("ResNet-20, CIFAR", "cifar_resnet20", () => CifarResNet.ResNet20());
        yield return Cifar("ResNet-32, CIFAR", "cifar_resnet32", () => CifarResNet.ResNet32());
        yield return Cifar("ResNet-44, CIFAR", "cifar_resnet44", () => CifarResNet.ResNet44());
        yield return Cifar("ResNet-56, CIFAR", "cifar_resnet56", () => CifarResNet.ResNet56());
        yield return Cifar("MobileNetV1, CIFAR", "cifar_mobilenet_v1", () => MobileNetV1.Cifar());
        yield return Cifar(
            "small ViT, separate q, k, v", "vit_small_separate",
            () => VisionTransformer.WithSeparateProjections(VisionTransformerSizes.Small()));
        yield return Cifar(
            "small ViT, MultiheadAttention", "vit_small", () => VisionTransformer.WithMultiheadAttention(VisionTransformerSizes.Small()));
        yield return new NetworkCase("VGG of QuickStart", VggBn.FashionMnist, [1, 1, 28, 28]);
    }

    private static NetworkCase ImageNet(
        string name, string reference, Func<nn.Module> create, double? published = null, string? whyItDiffers = null) =>
        new(name, create, Images(224)) { Reference = reference, PublishedGiga = published, WhyPublishedDiffers = whyItDiffers };

    private static NetworkCase Cifar(string name, string reference, Func<nn.Module> create) =>
        new(name, create, Images(32)) { Reference = reference };
}
