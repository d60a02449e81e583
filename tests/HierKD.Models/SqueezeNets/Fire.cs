using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>A narrow 1x1 convolution whose output a 1x1 and a 3x3 convolution read side by side; their outputs are concatenated.</summary>
internal sealed class Fire : Module<Tensor, Tensor>
{
    private readonly Conv2d squeeze;
    private readonly ReLU squeeze_activation = ReLU();
    private readonly Conv2d expand1x1;
    private readonly ReLU expand1x1_activation = ReLU();
    private readonly Conv2d expand3x3;
    private readonly ReLU expand3x3_activation = ReLU();

    public Fire(int inChannels, int squeezed, int expanded)
        : base(nameof(Fire))
    {
        squeeze = Conv2d(inChannels, squeezed, kernel_size: 1);
        expand1x1 = Conv2d(squeezed, expanded, kernel_size: 1);
        expand3x3 = Conv2d(squeezed, expanded, kernel_size: 3, padding: 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = squeeze_activation.call(squeeze.call(input));
        var narrow = expand1x1_activation.call(expand1x1.call(x));
        var wide = expand3x3_activation.call(expand3x3.call(x));
        return cat(new List<Tensor> { narrow, wide }, 1).MoveToOuterDisposeScope();
    }
}
