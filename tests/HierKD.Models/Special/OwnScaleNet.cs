using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Scales the features by a parameter that the network itself owns, not one of its layers: a raw tensor with one number per channel.
/// </summary>
public sealed class OwnScaleNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly Conv2d second;
    private readonly Linear head;
    private readonly Parameter scale;

    /// <summary>A network of that width for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public OwnScaleNet(int width = 8, int classes = 5)
        : base(nameof(OwnScaleNet))
    {
        first = Conv2d(3, width, 3, padding: 1);
        second = Conv2d(width, width, 3, padding: 1);
        head = Linear(width, classes);
        scale = Parameter(linspace(0.5, 1.5, width).reshape(1, width, 1, 1));
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(first.call(input)) * scale;
        x = functional.relu(second.call(x));
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
