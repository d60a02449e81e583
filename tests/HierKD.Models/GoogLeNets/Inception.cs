using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// Four branches side by side, concatenated. The third has a 3x3 convolution where the paper has 5x5: so were torchvision's weights
/// trained.
/// </summary>
internal sealed class Inception : Module<Tensor, Tensor>
{
    private readonly BasicConv2d branch1;
    private readonly Sequential branch2;
    private readonly Sequential branch3;
    private readonly Sequential branch4;

    public Inception(int inChannels, InceptionWidths widths)
        : base(nameof(Inception))
    {
        branch1 = new BasicConv2d(inChannels, widths.One, kernel: 1);
        branch2 = Sequential(
            new BasicConv2d(inChannels, widths.ThreeReduced, kernel: 1), new BasicConv2d(widths.ThreeReduced, widths.Three, kernel: 3));
        branch3 = Sequential(
            new BasicConv2d(inChannels, widths.FiveReduced, kernel: 1), new BasicConv2d(widths.FiveReduced, widths.Five, kernel: 3));
        branch4 = Sequential(
            MaxPool2d(kernel_size: 3, stride: 1, padding: 1, ceil_mode: true), new BasicConv2d(inChannels, widths.Pooled, kernel: 1));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var branches = new List<Tensor> { branch1.call(input), branch2.call(input), branch3.call(input), branch4.call(input) };
        return cat(branches, 1).MoveToOuterDisposeScope();
    }
}
