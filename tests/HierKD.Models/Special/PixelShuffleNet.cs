using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Rearranges channels into pixels (Shi et al., CVPR 2016): the <c>scale²</c> neighbouring channels of a convolution that become one
/// channel go together.
/// </summary>
public sealed class PixelShuffleNet : Module<Tensor, Tensor>
{
    private readonly Conv2d first;
    private readonly Conv2d expand;
    private readonly PixelShuffle shuffle;
    private readonly Conv2d last;
    private readonly Linear head;

    /// <summary>A network of that width for images of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="scale">By how much height and width grow.</param>
    /// <param name="classes">The number of classes.</param>
    public PixelShuffleNet(int width = 8, int scale = 2, int classes = 5)
        : base(nameof(PixelShuffleNet))
    {
        first = Conv2d(3, width, 3, padding: 1);
        expand = Conv2d(width, width * scale * scale, 3, padding: 1);
        shuffle = PixelShuffle(scale);
        last = Conv2d(width, width, 3, padding: 1);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(first.call(input));
        x = functional.relu(shuffle.call(expand.call(x)));
        x = functional.relu(last.call(x));
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
