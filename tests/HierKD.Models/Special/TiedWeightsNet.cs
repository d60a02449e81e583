using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Shares one weight between two linear layers, each with its own bias: what shrinks one of them shrinks the other.
/// TorchSharp cannot convert such a network to another type: it disposes the shared weight with the first layer's.
/// </summary>
public sealed class TiedWeightsNet : Module<Tensor, Tensor>
{
    private readonly Linear stem;
    private readonly Linear first;
    private readonly Linear second;
    private readonly Linear head;

    /// <summary>A network of that width for vectors.</summary>
    /// <param name="features">The length of the vectors.</param>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public TiedWeightsNet(int features = 6, int width = 8, int classes = 5)
        : base(nameof(TiedWeightsNet))
    {
        stem = Linear(features, width);
        first = Linear(width, width);
        second = Linear(first.weight, Parameter(zeros(width)));
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From vectors <c>[N, features]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(stem.call(input));
        x = functional.relu(first.call(x));
        x = functional.relu(second.call(x));
        return head.call(x).MoveToOuterDisposeScope();
    }
}
