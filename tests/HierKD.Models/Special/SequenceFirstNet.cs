using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Takes sequences whose time stands first, so that the input's leading dimension is not the batch, and permutes them on the way.
/// </summary>
public sealed class SequenceFirstNet : Module<Tensor, Tensor>
{
    private readonly Linear embed;
    private readonly Linear hidden;
    private readonly Linear head;

    /// <summary>A network of that width for sequences of vectors.</summary>
    /// <param name="features">The length of the vectors.</param>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public SequenceFirstNet(int features = 6, int width = 8, int classes = 5)
        : base(nameof(SequenceFirstNet))
    {
        embed = Linear(features, width);
        hidden = Linear(width, width);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From sequences <c>[T, N, features]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(embed.call(input)).permute(1, 0, 2);
        x = functional.relu(hidden.call(x));
        return head.call(x.mean([1])).MoveToOuterDisposeScope();
    }
}
