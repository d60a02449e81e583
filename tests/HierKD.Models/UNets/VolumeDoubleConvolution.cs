using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>Two 3x3x3 convolutions of one resolution of a <see cref="VolumeUNet"/>.</summary>
public sealed class VolumeDoubleConvolution : Module<Tensor, Tensor>
{
    private readonly Conv3d conv1;
    private readonly BatchNorm3d bn1;
    private readonly Conv3d conv2;
    private readonly BatchNorm3d bn2;

    /// <summary>Two convolutions.</summary>
    public VolumeDoubleConvolution(int inputs, int outputs)
        : base(nameof(VolumeDoubleConvolution))
    {
        conv1 = Conv3d(inputs, outputs, kernel_size: 3, padding: 1, bias: false);
        bn1 = BatchNorm3d(outputs);
        conv2 = Conv3d(outputs, outputs, kernel_size: 3, padding: 1, bias: false);
        bn2 = BatchNorm3d(outputs);
        RegisterComponents();
        init.kaiming_normal_(conv1.weight, nonlinearity: init.NonlinearityType.ReLU);
        init.kaiming_normal_(conv2.weight, nonlinearity: init.NonlinearityType.ReLU);
    }

    /// <summary>From <c>[N, inputs, D, H, W]</c> to <c>[N, outputs, D, H, W]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(bn1.call(conv1.call(input)));
        return functional.relu(bn2.call(conv2.call(x))).MoveToOuterDisposeScope();
    }
}
