using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>The encoder of a <see cref="VisionTransformer"/>: positions are added, then come the layers and a last norm.</summary>
public sealed class VisionEncoder : Module<Tensor, Tensor>
{
    private readonly Parameter pos_embedding;
    private readonly Sequential layers;
    private readonly LayerNorm ln;

    internal VisionEncoder(VisionTransformerSizes sizes, Func<EncoderLayer> layer)
        : base(nameof(VisionEncoder))
    {
        pos_embedding = Parameter(init.normal_(empty(1, sizes.Tokens, sizes.Width), std: 0.02));
        layers = Sequential(Enumerable.Range(0, sizes.Layers).Select(i => ($"encoder_layer_{i}", (Module<Tensor, Tensor>)layer())));
        ln = LayerNorm(sizes.Width, eps: 1e-6);
        RegisterComponents();
    }

    /// <summary>From tokens <c>[N, T, width]</c> to the same shape.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return ln.call(layers.call(input + pos_embedding)).MoveToOuterDisposeScope();
    }
}
