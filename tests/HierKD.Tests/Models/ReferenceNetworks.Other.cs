using HierKD.Models;

namespace HierKD.Tests;

internal static partial class ReferenceNetworks
{
    private static Dictionary<string, Func<nn.Module<Tensor, Tensor>>> Other => new()
    {
        ["efficientnet_b0"] = () => EfficientNet.B0(),
        ["regnet_y_400mf"] = () => RegNet.Y400MF(),
        ["shufflenet_v2_x1_0"] = () => ShuffleNetV2.X10(),
        ["convnext_tiny"] = () => ConvNeXt.Tiny(),
        ["narrow_efficientnet"] = () => new EfficientNet(classes: 5, width: 0.25, depth: 0.5),
        ["narrow_regnet"] = () => new RegNet([1, 2, 1], [16, 24, 32], groupWidth: 8, classes: 5, stemWidth: 12),
        ["narrow_shufflenet_v2"] = () => new ShuffleNetV2([2, 3, 1], [12, 16, 24, 32, 48], classes: 5),
        ["narrow_convnext"] = () => new ConvNeXt([1, 2, 1], [12, 16, 24], classes: 5),
        ["vit_small"] = () => VisionTransformer.WithMultiheadAttention(VisionTransformerSizes.Small()),
        ["vit_b_16"] = () => VisionTransformer.WithMultiheadAttention(VisionTransformerSizes.Base16()),
        ["vit_small_separate"] = () => VisionTransformer.WithSeparateProjections(VisionTransformerSizes.Small()),
        ["unet"] = () => UNet.Published(classes: 2, inputChannels: 3),
        ["narrow_unet"] = () => new UNet([6, 10, 12], classes: 5),
    };
}
