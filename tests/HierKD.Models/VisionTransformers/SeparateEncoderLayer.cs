using static TorchSharp.torch;

namespace HierKD.Models;

/// <summary>An encoder layer whose attention has a linear layer for each projection.</summary>
public sealed class SeparateEncoderLayer : EncoderLayer
{
    private readonly SelfAttention self_attention;

    /// <summary>A layer of those sizes.</summary>
    public SeparateEncoderLayer(VisionTransformerSizes sizes)
        : base(nameof(SeparateEncoderLayer), sizes)
    {
        self_attention = new SelfAttention(sizes.Width, sizes.Heads);
        RegisterComponents();
    }

    private protected override Tensor Attend(Tensor tokens) => self_attention.call(tokens);
}
