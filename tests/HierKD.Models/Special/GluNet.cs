using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Passes the features through a gated linear unit (Dauphin et al., ICML 2017): channel i of the first half is multiplied by the gate
/// in channel i of the second half, so that the two go together.
/// </summary>
public sealed class GluNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly BatchNorm2d bn;
    private readonly Conv2d second;
    private readonly Linear head;

    /// <summary>A network of that width (after the unit; twice as many channels enter it) for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public GluNet(int width = 8, int classes = 5)
        : base(nameof(GluNet))
    {
        first = Conv2d(3, 2 * width, 3, padding: 1, bias: false);
        bn = BatchNorm2d(2 * width);
        second = Conv2d(width, width, 3, padding: 1);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.glu(bn.call(first.call(input)), 1);
        x = functional.relu(second.call(x));
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
