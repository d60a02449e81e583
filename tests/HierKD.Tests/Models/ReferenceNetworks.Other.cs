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
        ["vit_small"] = () => VisionTransformer.WithMultiheadAttention(VisionTransformerSizes.Small()),
        ["vit_b_16"] = () => VisionTransformer.WithMultiheadAttention(VisionTransformerSizes.Base16()),
        ["vit_small_separate"] = () => VisionTransformer.WithSeparateProjections(VisionTransformerSizes.Small()),
        ["unet"] = () => UNet.Published(classes: 2, inputChannels: 3),
        ["unet_narrow"] = () => new UNet([6, 10, 12], classes: 5),
    };
}
