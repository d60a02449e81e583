using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// A vision transformer (Dosovitskiy et al., ICLR 2021): an image's patches and a class token pass through pre-norm encoder layers. Two
/// forms, which differ in how attention is written: with a layer for each projection, or with the library's <c>MultiheadAttention</c>; the
/// latter's state_dict keys are torchvision's.
/// </summary>
public sealed class VisionTransformer : Module<Tensor, Tensor>
{
    private readonly Parameter class_token;
    private readonly Conv2d conv_proj;
    private readonly VisionEncoder encoder;
    private readonly Sequential heads;

    private VisionTransformer(VisionTransformerSizes sizes, Func<EncoderLayer> layer)
        : base(nameof(VisionTransformer))
    {
        class_token = Parameter(empty(1, 1, sizes.Width));
        conv_proj = Conv2d(3, sizes.Width, kernel_size: sizes.PatchSize, stride: sizes.PatchSize);
        encoder = new VisionEncoder(sizes, layer);
        heads = Sequential(("head", Linear(sizes.Width, sizes.Classes)));
        RegisterComponents();
        Initialise();
    }

    /// <summary>
    /// Attention with separate linear layers for queries, keys, values and the output, from which whole heads can be removed.
    /// </summary>
    public static VisionTransformer WithSeparateProjections(VisionTransformerSizes sizes) =>
        new(sizes, () => new SeparateEncoderLayer(sizes));

    /// <summary>Attention by the library's layer, whose inside nobody sees.</summary>
    public static VisionTransformer WithMultiheadAttention(VisionTransformerSizes sizes) =>
        new(sizes, () => new MultiheadEncoderLayer(sizes));

    /// <summary>From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var patches = conv_proj.call(input).flatten(2).transpose(1, 2);
        var tokens = cat(new List<Tensor> { class_token.expand(patches.shape[0], -1, -1), patches }, 1);
        return heads.call(encoder.call(tokens).select(1, 0)).MoveToOuterDisposeScope();
    }

    // The paper starts the class token and the head at zero; a new network's logits would then not depend on anything.
    private void Initialise()
    {
        init.normal_(class_token, std: 0.02);
        init.normal_(conv_proj.weight, std: Math.Sqrt(1.0 / (conv_proj.in_channels * conv_proj.kernel_size[0] * conv_proj.kernel_size[1])));
        init.zeros_(conv_proj.bias!);
        foreach (var (name, parameter) in heads.named_parameters())
        {
            if (name == "head.weight")
                init.normal_(parameter, std: 0.02);
            else
                init.zeros_(parameter);
        }
    }
}
