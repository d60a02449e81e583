using HierKD.Tests;

namespace HierKD.Onnx.Tests.Networks;

/// <summary>Operators on images [N, 4, 9, 7] that only some networks use.</summary>
public class ImageTests
{
    private static readonly Dictionary<string, Func<nn.Module<Tensor, Tensor>>> Layers = new()
    {
        ["max, rounded up"] = () => nn.MaxPool2d(3, stride: 2, padding: 1, ceil_mode: true),
        ["max, rounded up, no padding"] = () => nn.MaxPool2d(2, stride: 2, ceil_mode: true),
        ["max, dilated"] = () => nn.MaxPool2d(2, stride: 1, dilation: 2),
        ["average, padding counts"] = () => nn.AvgPool2d(3, stride: 2, padding: 1),
        ["average, padding does not count"] = () => nn.AvgPool2d(3, stride: 2, padding: 1, count_include_pad: false),
        ["average, rounded up"] = () => nn.AvgPool2d(2, stride: 2, ceil_mode: true),
        ["adaptive, global"] = () => nn.AdaptiveAvgPool2d(1),
        ["adaptive, divisible"] = () => nn.AdaptiveAvgPool2d([3, 7]),
        ["adaptive, of two sizes"] = () => nn.AdaptiveAvgPool2d([4, 3]),
        ["adaptive, larger"] = () => nn.AdaptiveAvgPool2d([12, 8]),
        ["same padding"] = () => nn.Conv2d(4, 5, (4L, 3L), padding: Padding.Same),
        ["dilated, grouped"] = () => nn.Conv2d(4, 6, 3, stride: 2, padding: 2, dilation: 2, groups: 2, bias: false),
        ["reflected"] = () => nn.Conv2d(4, 5, 3, padding: 1, padding_mode: PaddingModes.Reflect),
        ["transposed"] = () => nn.ConvTranspose2d(4, 5, 3, stride: 2, padding: 1, output_padding: 1),
        ["nearest by 2"] = () => nn.Upsample(scale_factor: [2, 2], mode: UpsampleMode.Nearest),
        ["nearest, other sizes"] = () => nn.Upsample(size: [13, 5], mode: UpsampleMode.Nearest),
        ["bilinear by 2"] = () => nn.Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear),
        ["bilinear, aligned"] = () => nn.Upsample(size: [11, 12], mode: UpsampleMode.Bilinear, align_corners: true),
        ["bicubic"] = () => nn.Upsample(size: [12, 15], mode: UpsampleMode.Bicubic),
        ["area"] = () => new ImageModule(x => nn.functional.interpolate(x, [4, 3], mode: InterpolationMode.Area)),
        ["bilinear to one pixel"] = () => nn.Upsample(size: [1, 5], mode: UpsampleMode.Bilinear),
        ["bicubic to one pixel"] = () => nn.Upsample(size: [3, 1], mode: UpsampleMode.Bicubic),
        ["padding of images"] = () => nn.ZeroPad2d((1L, 2L, 0L, 3L)),
        ["replication"] = () => nn.ReplicationPad2d(2),
        ["unshuffle"] = () => nn.Sequential(nn.ZeroPad2d((1L, 0L, 1L, 0L)), nn.PixelUnshuffle(2)),
        ["local response"] = () => nn.LocalResponseNorm(3, 0.5, 0.7, 1.5),
        ["layer norm"] = () => nn.LayerNorm([9, 7]),
        ["group norm"] = () => nn.GroupNorm(2, 4),
        ["slopes"] = () => nn.PReLU(4, 0.3),
        ["batch norm without scale"] = () => nn.BatchNorm2d(4, affine: false),
        ["channel shuffle"] = () => nn.ChannelShuffle(2),
        ["circular"] = () => nn.Conv2d(4, 5, 3, padding: 1, padding_mode: PaddingModes.Circular),
        ["adaptive maximum"] = () => nn.Sequential(nn.AdaptiveMaxPool2d([3, 1]), nn.Conv2d(4, 4, 1)),
        ["windows as columns"] = () => new ImageModule(x =>
            nn.functional.unfold(x, (3, 2), dilation: (2, 1), padding: (1, 2), stride: (2, 3))),
        ["places of a grid"] = () => new ImageModule(x => nn.functional.grid_sample(x, x.narrow(1, 0, 2).permute(0, 2, 3, 1))),
        ["places of a grid, aligned"] = () => new ImageModule(x => nn.functional.grid_sample(
            x, x.narrow(1, 2, 2).permute(0, 2, 3, 1), padding_mode: GridSamplePaddingMode.Border, align_corners: true)),
        ["hardtanh"] = () => nn.Sequential(nn.Hardtanh(-0.5, 0.7, inplace: true), nn.Identity()),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void OnnxRuntime_gives_the_same(string name)
    {
        random.manual_seed(5);
        using var scope = NewDisposeScope();
        // TorchSharp leaves the weights of a new GroupNorm uninitialised.
        using var model = TrainedWeights.Give(nn.Sequential(nn.Conv2d(4, 4, 1), Layers[name]()), seed: 5);
        Exported.Require(model, randn(1, 4, 9, 7));
    }

    private sealed class ImageModule(Func<Tensor, Tensor> compute) : nn.Module<Tensor, Tensor>(nameof(ImageModule))
    {
        public override Tensor forward(Tensor input) => compute(input);
    }
}
