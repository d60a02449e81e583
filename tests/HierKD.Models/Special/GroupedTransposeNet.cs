using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Upsamples with a grouped transposed convolution: its weight is <c>[in, out / groups, k, k]</c>, with the channels on the axes that a
/// convolution has the other way round.
/// </summary>
public sealed class GroupedTransposeNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly ConvTranspose2d up;
    private readonly BatchNorm2d bn;
    private readonly Conv2d last;
    private readonly Linear head;

    /// <summary>A network of that width for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="groups">The number of groups; it divides the width.</param>
    /// <param name="classes">The number of classes.</param>
    public GroupedTransposeNet(int width = 8, int groups = 2, int classes = 5)
        : base(nameof(GroupedTransposeNet))
    {
        first = Conv2d(3, width, 3, padding: 1);
        up = ConvTranspose2d(width, 2 * width, 2, stride: 2, groups: groups);
        bn = BatchNorm2d(2 * width);
        last = Conv2d(2 * width, width, 3, padding: 1);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(first.call(input));
        x = functional.relu(bn.call(up.call(x)));
        x = functional.relu(last.call(x));
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
