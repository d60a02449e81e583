using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Chooses its path by what it sees, one layer where the images' mean is positive and another where it is not: no single run shows all it
/// can do.
/// </summary>
public sealed class DataDependentNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly Conv2d bright;
    private readonly Conv2d dark;
    private readonly Linear head;

    /// <summary>A network of that width for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public DataDependentNet(int width = 8, int classes = 5)
        : base(nameof(DataDependentNet))
    {
        first = Conv2d(3, width, 3, padding: 1);
        bright = Conv2d(width, width, 3, padding: 1);
        dark = Conv2d(width, width, 1);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(first.call(input));
        var branch = input.mean().ToDouble() > 0 ? bright : dark;
        x = functional.relu(branch.call(x));
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
