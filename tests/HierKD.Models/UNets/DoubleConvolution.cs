using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>Two convolutions, 3 positions along each side, of one resolution of a <see cref="UNet"/>.</summary>
public sealed class DoubleConvolution : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Module<Tensor, Tensor> conv2;
    private readonly Module<Tensor, Tensor> bn2;

    /// <summary>Two convolutions.</summary>
    /// <param name="inputs">The channels that go in.</param>
    /// <param name="outputs">The channels that come out, of both.</param>
    /// <param name="volumes">Whether maps have a depth.</param>
    public DoubleConvolution(int inputs, int outputs, bool volumes = false)
        : base(nameof(DoubleConvolution))
    {
        conv1 = Convolution(inputs, outputs, volumes);
        bn1 = Normalization(outputs, volumes);
        conv2 = Convolution(outputs, outputs, volumes);
        bn2 = Normalization(outputs, volumes);
        RegisterComponents();
        foreach (var convolution in new[] { conv1, conv2 })
        {
            init.kaiming_normal_(convolution.get_parameter("weight")!, nonlinearity: init.NonlinearityType.ReLU);
        }
    }

    /// <summary>From <c>[N, inputs, H, W]</c> or <c>[N, inputs, D, H, W]</c> to as many positions of <c>outputs</c> channels.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(bn1.call(conv1.call(input)));
        return functional.relu(bn2.call(conv2.call(x))).MoveToOuterDisposeScope();
    }

    private static Module<Tensor, Tensor> Convolution(int inputs, int outputs, bool volumes) => volumes
        ? Conv3d(inputs, outputs, kernel_size: 3, padding: 1, bias: false)
        : Conv2d(inputs, outputs, kernel_size: 3, padding: 1, bias: false);

    private static Module<Tensor, Tensor> Normalization(int channels, bool volumes) =>
        volumes ? BatchNorm3d(channels) : BatchNorm2d(channels);
}
