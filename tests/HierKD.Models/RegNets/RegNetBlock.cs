using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// RegNetY's block: a 1x1, a grouped 3x3 (with the stride), a gate and a 1x1 convolution, none of which widens; beside them a shortcut.
/// </summary>
internal sealed class RegNetBlock : Module<Tensor, Tensor>
{
    private readonly Sequential? proj;
    private readonly Sequential f;
    private readonly ReLU activation = ReLU();

    public RegNetBlock(int inChannels, int outChannels, int stride, int groupWidth)
        : base(nameof(RegNetBlock))
    {
        proj = inChannels == outChannels && stride == 1 ? null : Plain(inChannels, outChannels, stride);
        f = Sequential(
            ("a", RegNet.Chain(inChannels, outChannels, kernel: 1)),
            ("b", RegNet.Chain(outChannels, outChannels, kernel: 3, stride, groups: outChannels / groupWidth)),
            ("se", new SqueezeExcitation(outChannels, (int)Math.Round(0.25 * inChannels), ReLU(), Sigmoid())),
            ("c", Plain(outChannels, outChannels, stride: 1)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var shortcut = proj is null ? input : proj.call(input);
        return activation.call(shortcut + f.call(input)).MoveToOuterDisposeScope();
    }

    private static Sequential Plain(int inChannels, int outChannels, int stride) =>
        ConvNormActivation.Make(inChannels, outChannels, 1, stride, 1, c => BatchNorm2d(c), activation: null);
}
