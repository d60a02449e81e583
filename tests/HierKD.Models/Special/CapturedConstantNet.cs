using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Adds a constant that a closure holds to the features: a tensor as wide as they are, which no module knows of,
/// so that it cannot be shrunk along with them.
/// </summary>
public sealed class CapturedConstantNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly Conv2d second;
    private readonly Linear head;
    private readonly Func<Tensor, Tensor> shift;

    /// <summary>A network of that width for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public CapturedConstantNet(int width = 8, int classes = 5)
        : base(nameof(CapturedConstantNet))
    {
        first = Conv2d(3, width, 3, padding: 1);
        second = Conv2d(width, width, 3, padding: 1);
        head = Linear(width, classes);
        var constant = linspace(-1, 1, width).reshape(1, width, 1, 1).DetachFromDisposeScope();
        shift = features => features + constant;
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = shift(functional.relu(first.call(input)));
        x = functional.relu(second.call(x));
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
