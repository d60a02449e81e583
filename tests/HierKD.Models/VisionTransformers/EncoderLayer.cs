using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// A pre-norm layer of a <see cref="VisionTransformer"/>: attention, then a perceptron of two layers, each added to what it was given.
/// </summary>
public abstract class EncoderLayer : Module<Tensor, Tensor>
{
    private readonly LayerNorm ln_1;
    private readonly LayerNorm ln_2;
    private readonly Sequential mlp;

    private protected EncoderLayer(string name, VisionTransformerSizes sizes)
        : base(name)
    {
        ln_1 = LayerNorm(sizes.Width, eps: 1e-6);
        ln_2 = LayerNorm(sizes.Width, eps: 1e-6);
        // torchvision has a dropout layer before the last one: hence the gap in the names.
        mlp = Sequential(("0", Linear(sizes.Width, sizes.HiddenWidth)), ("1", GELU()), ("3", Linear(sizes.HiddenWidth, sizes.Width)));
        foreach (var (key, parameter) in mlp.named_parameters())
        {
            if (key.EndsWith("weight", StringComparison.Ordinal))
                init.xavier_uniform_(parameter);
            else
                init.normal_(parameter, std: 1e-6);
        }
    }

    /// <summary>From tokens <c>[N, T, width]</c> to the same shape.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = input + Attend(ln_1.call(input));
        return (x + mlp.call(ln_2.call(x))).MoveToOuterDisposeScope();
    }

    /// <summary>The tokens' attention to each other, <c>[N, T, width]</c> to the same shape.</summary>
    private protected abstract Tensor Attend(Tensor tokens);
}
