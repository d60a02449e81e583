using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Convolves in groups whose numbers of inputs and outputs differ, from few to many channels and back: neither depthwise nor dense.
/// </summary>
public sealed class GroupedConvNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly Conv2d widen;
    private readonly BatchNorm2d bn;
    private readonly Conv2d narrow;
    private readonly Linear head;

    /// <summary>A network of that width for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="groups">The number of groups; it divides the width.</param>
    /// <param name="classes">The number of classes.</param>
    public GroupedConvNet(int width = 8, int groups = 4, int classes = 5)
        : base(nameof(GroupedConvNet))
    {
        first = Conv2d(3, width, 3, padding: 1);
        widen = Conv2d(width, 3 * width, 3, padding: 1, groups: groups, bias: false);
        bn = BatchNorm2d(3 * width);
        narrow = Conv2d(3 * width, width, 1, groups: groups);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(first.call(input));
        x = functional.relu(bn.call(widen.call(x)));
        x = functional.relu(narrow.call(x));
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
