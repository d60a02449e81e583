using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>A classifier on features from the middle of the network, which brings gradients there in training.</summary>
internal sealed class InceptionAux : Module<Tensor, Tensor>
{
    private readonly BasicConv2d conv;
    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly Dropout dropout = Dropout(0.7);

    public InceptionAux(int inChannels, int classes, double width)
        : base(nameof(InceptionAux))
    {
        var (channels, hidden) = (Widths.Scaled(128, width), Widths.Scaled(1024, width));
        conv = new BasicConv2d(inChannels, channels, kernel: 1);
        fc1 = Linear(channels * 16, hidden);
        fc2 = Linear(hidden, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = conv.call(functional.adaptive_avg_pool2d(input, 4)).flatten(1);
        x = dropout.call(fc1.call(x).relu());
        return fc2.call(x).MoveToOuterDisposeScope();
    }
}
