using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// A gate on each channel, computed from the average of all channels (Hu et al., CVPR 2018); MobileNetV3's has a ReLU within and a hard
/// sigmoid at the end.
/// </summary>
internal sealed class SqueezeExcitation : Module<Tensor, Tensor>
{
    private readonly AdaptiveAvgPool2d avgpool = AdaptiveAvgPool2d(1);
    private readonly Conv2d fc1;
    private readonly Conv2d fc2;
    private readonly Module<Tensor, Tensor> activation;
    private readonly Module<Tensor, Tensor> scale_activation;

    public SqueezeExcitation(int channels, int squeezed)
        : this(channels, squeezed, ReLU(), Hardsigmoid())
    {
    }

    public SqueezeExcitation(int channels, int squeezed, Module<Tensor, Tensor> within, Module<Tensor, Tensor> end)
        : base(nameof(SqueezeExcitation))
    {
        activation = within;
        scale_activation = end;
        fc1 = Conv2d(channels, squeezed, kernel_size: 1);
        fc2 = Conv2d(squeezed, channels, kernel_size: 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var gate = activation.call(fc1.call(avgpool.call(input)));
        gate = scale_activation.call(fc2.call(gate));
        return (gate * input).MoveToOuterDisposeScope();
    }
}
