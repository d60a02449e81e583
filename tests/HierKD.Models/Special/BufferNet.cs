using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Adds a registered buffer, one number per channel, to the features: a tensor that is saved with the model,
/// belongs to no layer and has to shrink with the channels or lock them.
/// </summary>
public sealed class BufferNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly Conv2d second;
    private readonly Linear head;
    private readonly Tensor offsets;

    /// <summary>A network of that width for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public BufferNet(int width = 8, int classes = 5)
        : base(nameof(BufferNet))
    {
        first = Conv2d(3, width, 3, padding: 1);
        second = Conv2d(width, width, 3, padding: 1);
        head = Linear(width, classes);
        offsets = linspace(-1, 1, width).reshape(1, width, 1, 1);
        register_buffer(nameof(offsets), offsets);
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(first.call(input)) + offsets;
        x = functional.relu(second.call(x));
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
