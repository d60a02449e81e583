using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.Run;

/// <summary>
/// A fully convolutional chain: from <c>[N, 1, H, W]</c> to three classes for each pixel, <c>[N, 3, H, W]</c>; 16 removable filters.
/// </summary>
public sealed class PixelNet : Module<Tensor, Tensor>
{
    private readonly Sequential layers;

    private PixelNet()
        : base(nameof(PixelNet))
    {
        layers = Sequential(
            Conv2d(1, 6, 3, padding: 1), BatchNorm2d(6), ReLU(),
            Conv2d(6, 8, 3, padding: 1), BatchNorm2d(8), ReLU(),
            Conv2d(8, 8, 3, padding: 1), BatchNorm2d(8), ReLU(),
            Conv2d(8, 3, 1));
        RegisterComponents();
    }

    public static PixelNet Seeded()
    {
        manual_seed(1);
        return new PixelNet();
    }

    public override Tensor forward(Tensor input) => layers.call(input);
}
