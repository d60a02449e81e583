using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Normalises each image's channels and bends them with a learnt slope per channel: two carriers with parameters other than batch norm's,
/// one of which checks the number of its channels.
/// </summary>
public sealed class InstanceNormNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly InstanceNorm2d norm;
    private readonly PReLU slope;
    private readonly Conv2d second;
    private readonly Linear head;

    /// <summary>A network of that width for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public InstanceNormNet(int width = 8, int classes = 5)
        : base(nameof(InstanceNormNet))
    {
        first = Conv2d(3, width, 3, padding: 1, bias: false);
        norm = InstanceNorm2d(width, affine: true);
        slope = PReLU(width);
        second = Conv2d(width, width, 3, padding: 1);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = slope.call(norm.call(first.call(input)));
        x = functional.relu(second.call(x));
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
