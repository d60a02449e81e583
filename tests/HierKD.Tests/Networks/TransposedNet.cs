using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Dense prediction: down with a convolution, up with a transposed one, an image out.</summary>
internal sealed class TransposedNet : Module<Tensor, Tensor>
{
    private readonly Conv2d down = Conv2d(1, 4, kernel_size: 3, stride: 2, padding: 1);
    private readonly BatchNorm2d norm = BatchNorm2d(4);
    private readonly ConvTranspose2d up = ConvTranspose2d(4, 6, kernel_size: 2, stride: 2);
    private readonly ConvTranspose2d same = ConvTranspose2d(6, 5, kernel_size: 3, padding: 1, bias: false);
    private readonly Conv2d output = Conv2d(5, 2, kernel_size: 3, padding: 1);

    public TransposedNet()
        : base(nameof(TransposedNet)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = norm.call(down.call(input)).relu();
        x = up.call(x).sigmoid();
        return output.call(same.call(x).tanh()).MoveToOuterDisposeScope();
    }
}
