using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Calls the same convolution and batch norm twice, one after the other: the layer's inputs and outputs are coupled through itself,
/// and with those of the layer before it.
/// </summary>
public sealed class ReusedModuleNet : Module<Tensor, Tensor>
{
    private readonly Conv2d stem;
    private readonly Conv2d conv;
    private readonly BatchNorm2d bn;
    private readonly Linear head;

    /// <summary>A network of that width for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public ReusedModuleNet(int width = 8, int classes = 5)
        : base(nameof(ReusedModuleNet))
    {
        stem = Conv2d(3, width, 3, padding: 1);
        conv = Conv2d(width, width, 3, padding: 1, bias: false);
        bn = BatchNorm2d(width);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(stem.call(input));
        x = functional.relu(bn.call(conv.call(x)));
        x = functional.relu(bn.call(conv.call(x)));
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
