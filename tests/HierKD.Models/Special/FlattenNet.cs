using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Flattens whole feature maps into a linear layer: every channel is <c>(imageSize / 2)²</c> of its inputs.
/// </summary>
public sealed class FlattenNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly Conv2d second;
    private readonly Linear hidden;
    private readonly Linear head;

    /// <summary>A network of that width for square images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="imageSize">The height and width of the images, even.</param>
    public FlattenNet(int width = 8, int classes = 5, int imageSize = 8)
        : base(nameof(FlattenNet))
    {
        first = Conv2d(3, width, 3, padding: 1);
        second = Conv2d(width, width, 3, padding: 1);
        hidden = Linear(width * (imageSize / 2) * (imageSize / 2), 2 * width);
        head = Linear(2 * width, classes);
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(first.call(input));
        x = functional.max_pool2d(functional.relu(second.call(x)), 2);
        return head.call(functional.relu(hidden.call(x.flatten(1)))).MoveToOuterDisposeScope();
    }
}
