using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>Two 3x3 convolutions of one resolution of a <see cref="UNet"/>.</summary>
public sealed class DoubleConvolution : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;

    /// <summary>Two convolutions.</summary>
    public DoubleConvolution(int inputs, int outputs)
        : base(nameof(DoubleConvolution))
    {
        conv1 = Conv2d(inputs, outputs, kernel_size: 3, padding: 1, bias: false);
        bn1 = BatchNorm2d(outputs);
        conv2 = Conv2d(outputs, outputs, kernel_size: 3, padding: 1, bias: false);
        bn2 = BatchNorm2d(outputs);
        RegisterComponents();
        init.kaiming_normal_(conv1.weight, nonlinearity: init.NonlinearityType.ReLU);
        init.kaiming_normal_(conv2.weight, nonlinearity: init.NonlinearityType.ReLU);
    }

    /// <summary>From <c>[N, inputs, H, W]</c> to <c>[N, outputs, H, W]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(bn1.call(conv1.call(input)));
        return functional.relu(bn2.call(conv2.call(x))).MoveToOuterDisposeScope();
    }
}
