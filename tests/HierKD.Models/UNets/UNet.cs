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
    private readonly ModuleList<ConvTranspose2d> enlarge;
    private readonly ModuleList<DoubleConvolution> up;
    private readonly Conv2d head;

    /// <summary>A U-Net of the given widths.</summary>
    /// <param name="widths">The channels of each resolution, the highest one first; two at least.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="inputChannels">The channels of the images.</param>
    public UNet(int[] widths, int classes, int inputChannels = 3)
        : base(nameof(UNet))
    {
        down = new ModuleList<DoubleConvolution>(
            [.. widths.Select((width, level) => new DoubleConvolution(level == 0 ? inputChannels : widths[level - 1], width))]);
        var steps = Enumerable.Range(0, widths.Length - 1).Reverse().ToArray();
        enlarge = new ModuleList<ConvTranspose2d>(
            [.. steps.Select(level => ConvTranspose2d(widths[level + 1], widths[level], kernel_size: 2, stride: 2))]);
        up = new ModuleList<DoubleConvolution>([.. steps.Select(level => new DoubleConvolution(2 * widths[level], widths[level]))]);
        head = Conv2d(widths[0], classes, kernel_size: 1);
        RegisterComponents();
        foreach (var weight in enlarge.Select(layer => layer.weight).Append(head.weight))
        {
            init.kaiming_normal_(weight, nonlinearity: init.NonlinearityType.Linear);
        }
    }

    /// <summary>The published widths: 64 channels to 1024.</summary>
    public static UNet Published(int classes = 2, int inputChannels = 1) => new([64, 128, 256, 512, 1024], classes, inputChannels);

    /// <summary>
    /// From images <c>[N, C, H, W]</c> to a map of logits <c>[N, classes, H, W]</c>; height and width are multiples of 2 to the number of
    /// widths less one.
    /// </summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var passed = new Stack<Tensor>();
        var x = down[0].call(input);
        foreach (var level in down.Skip(1))
        {
            passed.Push(x);
            x = level.call(functional.max_pool2d(x, 2));
        }
        for (var step = 0; step < up.Count; step++)
        {
            x = up[step].call(cat(new List<Tensor> { passed.Pop(), enlarge[step].call(x) }, 1));
        }
        return head.call(x).MoveToOuterDisposeScope();
    }
}
