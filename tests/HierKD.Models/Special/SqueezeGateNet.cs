using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Multiplies the features by a squeeze-and-excitation gate (Hu et al., CVPR 2018) computed from them: the gate's outputs are coupled
/// with the channels they scale, the gate's hidden channels are free.
/// </summary>
public sealed class SqueezeGateNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly BatchNorm2d bn;
    private readonly Conv2d squeeze;
    private readonly Conv2d excite;
    private readonly Conv2d second;
    private readonly Linear head;

    /// <summary>A network of that width for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="squeezed">The channels inside the gate.</param>
    /// <param name="classes">The number of classes.</param>
    public SqueezeGateNet(int width = 8, int squeezed = 4, int classes = 5)
        : base(nameof(SqueezeGateNet))
    {
        first = Conv2d(3, width, 3, padding: 1, bias: false);
        bn = BatchNorm2d(width);
        squeeze = Conv2d(width, squeezed, 1);
        excite = Conv2d(squeezed, width, 1);
        second = Conv2d(width, width, 3, padding: 1);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(bn.call(first.call(input)));
        var gate = functional.relu(squeeze.call(functional.adaptive_avg_pool2d(x, 1)));
        x *= functional.sigmoid(excite.call(gate));
        x = functional.relu(second.call(x));
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
