using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Normalises groups of channels (Wu and He, ECCV 2018) of a sequence: the statistics of a group change with its members,
/// and every group must stay equally wide.
/// </summary>
public sealed class GroupNormNet : Module<Tensor, Tensor>
{
    private readonly Conv1d first;
    private readonly GroupNorm norm;
    private readonly Conv1d second;
    private readonly Linear head;

    /// <summary>A network of that width for sequences of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="groups">The number of groups; it divides the width.</param>
    /// <param name="classes">The number of classes.</param>
    public GroupNormNet(int width = 8, int groups = 4, int classes = 5)
        : base(nameof(GroupNormNet))
    {
        first = Conv1d(3, width, 3, padding: 1);
        norm = GroupNorm(groups, width);
        // TorchSharp leaves these two uninitialised.
        init.ones_(norm.weight);
        init.zeros_(norm.bias!);
        second = Conv1d(width, width, 3, padding: 1);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From sequences <c>[N, 3, L]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(norm.call(first.call(input)));
        x = functional.relu(second.call(x));
        return head.call(x.mean([2])).MoveToOuterDisposeScope();
    }
}
