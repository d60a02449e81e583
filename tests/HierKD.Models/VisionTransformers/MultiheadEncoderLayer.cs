using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>An encoder layer whose attention is the library's layer; that one wants the sequence first.</summary>
public sealed class MultiheadEncoderLayer : EncoderLayer
{
    private readonly MultiheadAttention self_attention;

    /// <summary>A layer of those sizes.</summary>
    public MultiheadEncoderLayer(VisionTransformerSizes sizes)
        : base(nameof(MultiheadEncoderLayer), sizes)
    {
        self_attention = MultiheadAttention(sizes.Width, sizes.Heads);
        RegisterComponents();
    }

    private protected override Tensor Attend(Tensor tokens)
    {
        var sequence = tokens.transpose(0, 1);
        return self_attention.call(sequence, sequence, sequence, need_weights: false).Item1.transpose(0, 1);
    }
}
