using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// A U-Net for volumes (Çiçek et al., MICCAI 2016) with the same number of channels in both convolutions of a resolution.
/// </summary>
public sealed class VolumeUNet : Module<Tensor, Tensor>
{
    private readonly ModuleList<VolumeDoubleConvolution> down;
    private readonly ModuleList<ConvTranspose3d> enlarge;
    private readonly ModuleList<VolumeDoubleConvolution> up;
    private readonly Conv3d head;

    /// <summary>A U-Net of the given widths.</summary>
    /// <param name="widths">The channels of each resolution, the highest one first; two at least.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="inputChannels">The channels of the volumes.</param>
    public VolumeUNet(int[] widths, int classes, int inputChannels = 1)
        : base(nameof(VolumeUNet))
    {
        down = new ModuleList<VolumeDoubleConvolution>(
            [.. widths.Select((width, level) => new VolumeDoubleConvolution(level == 0 ? inputChannels : widths[level - 1], width))]);
        var steps = Enumerable.Range(0, widths.Length - 1).Reverse().ToArray();
        enlarge = new ModuleList<ConvTranspose3d>(
            [.. steps.Select(level => ConvTranspose3d(widths[level + 1], widths[level], kernel_size: 2, stride: 2))]);
        up = new ModuleList<VolumeDoubleConvolution>([.. steps.Select(l => new VolumeDoubleConvolution(2 * widths[l], widths[l]))]);
        head = Conv3d(widths[0], classes, kernel_size: 1);
        RegisterComponents();
        foreach (var weight in enlarge.Select(layer => layer.weight).Append(head.weight))
        {
            init.kaiming_normal_(weight, nonlinearity: init.NonlinearityType.Linear);
        }
    }

    /// <summary>
    /// From volumes <c>[N, C, D, H, W]</c> to logits <c>[N, classes, D, H, W]</c>; depth, height and width are multiples of 2 to the number
    /// of widths less one.
    /// </summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var passed = new Stack<Tensor>();
        var x = down[0].call(input);
        foreach (var level in down.Skip(1))
        {
            passed.Push(x);
            x = level.call(functional.max_pool3d(x, [2, 2, 2]));
        }
        for (var step = 0; step < up.Count; step++)
        {
            x = up[step].call(cat(new List<Tensor> { passed.Pop(), enlarge[step].call(x) }, 1));
        }
        return head.call(x).MoveToOuterDisposeScope();
    }
}
