using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Looks tokens up in an embedding and convolves over their sequence: an input of whole numbers, and a first layer that only produces
/// channels.
/// </summary>
public sealed class EmbeddingNet : Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly Conv1d conv;
    private readonly Linear head;

    /// <summary>A network of that width for sequences of tokens.</summary>
    /// <param name="tokens">The number of different tokens.</param>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public EmbeddingNet(int tokens = 20, int width = 8, int classes = 5)
        : base(nameof(EmbeddingNet))
    {
        embedding = Embedding(tokens, width);
        conv = Conv1d(width, width, 3, padding: 1);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>From tokens <c>[N, L]</c>, <c>Int64</c>, to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = embedding.call(input).transpose(1, 2);
        x = functional.relu(conv.call(x));
        return head.call(x.mean([2])).MoveToOuterDisposeScope();
    }
}
