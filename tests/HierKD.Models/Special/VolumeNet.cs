using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Convolves volumes: the layers of three spatial dimensions, with a residual connection.
/// </summary>
public sealed class VolumeNet : Module<Tensor, Tensor>
{
    private readonly Conv3d first;
    private readonly BatchNorm3d bn1;
    private readonly Conv3d second;
    private readonly BatchNorm3d bn2;
    private readonly Linear head;

    /// <summary>A network of that width for volumes of three channels.</summary>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public VolumeNet(int width = 8, int classes = 5)
        : base(nameof(VolumeNet))
    {
        first = Conv3d(3, width, 3, padding: 1, bias: false);
        bn1 = BatchNorm3d(width);
        second = Conv3d(width, width, 3, padding: 1, bias: false);
        bn2 = BatchNorm3d(width);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From volumes <c>[N, 3, D, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.relu(bn1.call(first.call(input)));
        x = functional.relu(x + bn2.call(second.call(x)));
        return head.call(x.mean([2, 3, 4])).MoveToOuterDisposeScope();
    }
}
