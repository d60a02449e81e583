using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// U-Net (Ronneberger, Fischer and Brox, MICCAI 2015) with batch normalisation and padded convolutions: the way up takes the features of
/// the way down beside those that a transposed convolution enlarges.
/// </summary>
public sealed class UNet : Module<Tensor, Tensor>
{
    private readonly ModuleList<DoubleConvolution> down;
    private readonly ModuleList<Module<Tensor, Tensor>> enlarge;
    private readonly ModuleList<DoubleConvolution> up;
    private readonly Module<Tensor, Tensor> head;
    private readonly bool volumes;

    /// <summary>A U-Net of the given widths.</summary>
    /// <param name="widths">The channels of each resolution, the highest one first; two at least.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="inputChannels">The channels of the images.</param>
    /// <param name="volumes">Whether they have a depth: the network is that of Çiçek et al. (MICCAI 2016) then, with as many channels in
    /// both convolutions of a resolution.</param>
    public UNet(int[] widths, int classes, int inputChannels = 3, bool volumes = false)
        : base(nameof(UNet))
    {
        this.volumes = volumes;
        down = new ModuleList<DoubleConvolution>(
            [.. widths.Select((width, level) => new DoubleConvolution(level == 0 ? inputChannels : widths[level - 1], width, volumes))]);
        var steps = Enumerable.Range(0, widths.Length - 1).Reverse().ToArray();
        enlarge = new ModuleList<Module<Tensor, Tensor>>([.. steps.Select(level => Enlarge(widths[level + 1], widths[level], volumes))]);
        up = new ModuleList<DoubleConvolution>([.. steps.Select(l => new DoubleConvolution(2 * widths[l], widths[l], volumes))]);
        head = volumes ? Conv3d(widths[0], classes, kernel_size: 1) : Conv2d(widths[0], classes, kernel_size: 1);
        RegisterComponents();
        foreach (var layer in enlarge.Append(head))
        {
            init.kaiming_normal_(layer.get_parameter("weight")!, nonlinearity: init.NonlinearityType.Linear);
        }
    }

    /// <summary>The published widths: 64 channels to 1024.</summary>
    public static UNet Published(int classes = 2, int inputChannels = 1) => new([64, 128, 256, 512, 1024], classes, inputChannels);

    /// <summary>
    /// From images <c>[N, C, H, W]</c>, or volumes <c>[N, C, D, H, W]</c>, to a map of logits of as many positions; each side is a multiple
    /// of 2 to the number of widths less one.
    /// </summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var passed = new Stack<Tensor>();
        var x = down[0].call(input);
        foreach (var level in down.Skip(1))
        {
            passed.Push(x);
            x = level.call(volumes ? functional.max_pool3d(x, [2, 2, 2]) : functional.max_pool2d(x, 2));
        }
        for (var step = 0; step < up.Count; step++)
        {
            x = up[step].call(cat(new List<Tensor> { passed.Pop(), enlarge[step].call(x) }, 1));
        }
        return head.call(x).MoveToOuterDisposeScope();
    }

    private static Module<Tensor, Tensor> Enlarge(int inputs, int outputs, bool volumes) => volumes
        ? ConvTranspose3d(inputs, outputs, kernel_size: 2, stride: 2)
        : ConvTranspose2d(inputs, outputs, kernel_size: 2, stride: 2);
}
