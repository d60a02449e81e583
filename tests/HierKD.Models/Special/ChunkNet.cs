using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Splits the features in two halves that different convolutions take: <c>chunk(2)</c> halves whatever it is given,
/// so that both halves have to lose equally many channels.
/// </summary>
public sealed class ChunkNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly BatchNorm2d bn;
    private readonly Conv2d left;
    private readonly Conv2d right;
    private readonly Linear head;

    /// <summary>A network of that even width for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public ChunkNet(int width = 8, int classes = 5)
        : base(nameof(ChunkNet))
    {
        first = Conv2d(3, width, 3, padding: 1, bias: false);
        bn = BatchNorm2d(width);
        left = Conv2d(width / 2, width, 3, padding: 1);
        right = Conv2d(width / 2, width, 1);
        head = Linear(2 * width, classes);
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var halves = functional.relu(bn.call(first.call(input))).chunk(2, 1);
        var x = cat(new List<Tensor> { left.call(halves[0]), right.call(halves[1]) }, 1);
        return head.call(functional.relu(x).mean([2, 3])).MoveToOuterDisposeScope();
    }
}
