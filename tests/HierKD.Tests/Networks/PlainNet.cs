using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>
/// Convolutions with biases and no normalisation, and activations that are not 0 at 0: what is zeroed in a filter's own weights is not
/// removed.
/// </summary>
internal sealed class PlainNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first = Conv2d(2, 5, kernel_size: 3, padding: 1);
    private readonly Conv2d second = Conv2d(5, 7, kernel_size: 3, stride: 2);
    private readonly Conv2d third = Conv2d(7, 4, kernel_size: 1);
    private readonly AdaptiveAvgPool2d pool = AdaptiveAvgPool2d(1);
    private readonly Linear output = Linear(4, 3);

    public PlainNet()
        : base(nameof(PlainNet)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = first.call(input).sigmoid();
        x = (second.call(x) + 1).tanh();
        x = third.call(x).exp();
        return output.call(pool.call(x).flatten(1)).MoveToOuterDisposeScope();
    }
}
