using HierKD.Models;

namespace HierKD.Benchmarks.Workloads;

/// <summary>The networks that discovery is measured on, new ones each time, each with a sample of the size that it is used at.</summary>
internal static class LargeNetworks
{
    public static IReadOnlyList<string> Names { get; } = ["resnet50", "unet", "unet3d", "vit"];

    /// <summary>A network and the shape of one sample.</summary>
    public static (nn.Module<Tensor, Tensor> Network, long[] Sample) Make(string name) => name switch
    {
        "resnet50" => (ResNet.ResNet50(), [1, 3, 224, 224]),
        "unet" => (new UNet([16, 32, 64, 128, 256], classes: 2), [1, 3, 512, 512]),
        "unet3d" => (new UNet([8, 16, 32, 64], classes: 2, inputChannels: 1, volumes: true), [1, 1, 64, 64, 64]),
        "vit" => (VisionTransformer.WithMultiheadAttention(VisionTransformerSizes.Base16()), [1, 3, 224, 224]),
        _ => throw new ArgumentException($"There is no network '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
    };

    /// <summary>The same in words.</summary>
    public static string Says(string name) => name switch
    {
        "resnet50" => "ResNet-50 at 224x224",
        "unet" => "U-Net of 16 channels at 512x512",
        "unet3d" => "U-Net of 8 channels at 64x64x64",
        _ => "ViT-B/16 with MultiheadAttention at 224x224",
    };
}
