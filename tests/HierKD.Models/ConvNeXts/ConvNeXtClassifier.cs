using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>ConvNeXt's end: a normalisation of the averages <c>[N, C, 1, 1]</c> and a linear layer.</summary>
internal sealed class ConvNeXtClassifier : Module<Tensor, Tensor>
{
    [ComponentName(Name = "0")]
    private readonly LayerNorm norm;

    // The gap in the names is torchvision's layer that flattens.
    [ComponentName(Name = "2")]
    private readonly Linear linear;

    public ConvNeXtClassifier(int channels, int classes)
        : base(nameof(ConvNeXtClassifier))
    {
        norm = LayerNorm(channels, eps: 1e-6);
        linear = Linear(channels, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return linear.call(ChannelNorm.Call(norm, input).flatten(1)).MoveToOuterDisposeScope();
    }
}
