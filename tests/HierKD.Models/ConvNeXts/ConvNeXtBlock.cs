using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// ConvNeXt's block: a depthwise convolution, then with the channels last a normalisation and a perceptron that is four times as wide
/// inside; the result is scaled per channel by a parameter of the block's own and added to the input.
/// </summary>
internal sealed class ConvNeXtBlock : Module<Tensor, Tensor>
{
    private readonly Sequential block;
    private readonly Parameter layer_scale;
    private readonly StochasticDepth stochastic_depth;

    public ConvNeXtBlock(int width, double layerScale, double dropped)
        : base(nameof(ConvNeXtBlock))
    {
        block = Sequential(
            Conv2d(width, width, kernel_size: 7, padding: 3, groups: width),
            new Permute(0, 2, 3, 1),
            LayerNorm(width, eps: 1e-6),
            Linear(width, 4 * width),
            GELU(),
            Linear(4 * width, width),
            new Permute(0, 3, 1, 2));
        layer_scale = Parameter(full(width, 1, 1, layerScale));
        stochastic_depth = new StochasticDepth(dropped);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return (stochastic_depth.call(layer_scale * block.call(input)) + input).MoveToOuterDisposeScope();
    }
}
