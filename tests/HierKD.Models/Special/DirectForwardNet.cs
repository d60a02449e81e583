using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Calls <c>forward</c> of a child itself, which runs no hooks: whoever watches the model by hooks must notice that this child took part
/// unseen.
/// </summary>
public sealed class DirectForwardNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly Conv2d second;
    private readonly Linear head;

    /// <summary>A network of that width for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public DirectForwardNet(int width = 8, int classes = 5)
        : base(nameof(DirectForwardNet))
    {
        first = Conv2d(3, width, 3, padding: 1);
        second = Conv2d(width, width, 3, padding: 1);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(first.call(input));
        x = functional.relu(second.forward(x));
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
