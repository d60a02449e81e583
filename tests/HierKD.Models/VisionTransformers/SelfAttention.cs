using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// Attention of a sequence to itself, written with linear layers. A head's width is fixed, and the number of heads follows from the width
/// of the queries, so that whole heads can be removed.
/// </summary>
public sealed class SelfAttention : Module<Tensor, Tensor>
{
    private readonly Linear q;
    private readonly Linear k;
    private readonly Linear v;
    private readonly Linear @out;
    private readonly int headWidth;

    /// <summary>Attention in so many heads; their number divides the width.</summary>
    public SelfAttention(int width, int heads)
        : base(nameof(SelfAttention))
    {
        headWidth = width / heads;
        q = Linear(width, width);
        k = Linear(width, width);
        v = Linear(width, width);
        @out = Linear(width, width);
        RegisterComponents();
        foreach (var projection in new[] { q, k, v, @out })
        {
            init.xavier_uniform_(projection.weight);
            init.zeros_(projection.bias!);
        }
    }

    /// <summary>From tokens <c>[N, T, width]</c> to the same shape.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (queries, keys, values) = (Heads(q.call(input)), Heads(k.call(input)), Heads(v.call(input)));
        var weights = functional.softmax(queries.matmul(keys.transpose(-2, -1)) / Math.Sqrt(headWidth), -1);
        var joined = weights.matmul(values).transpose(1, 2).flatten(2);
        return @out.call(joined).MoveToOuterDisposeScope();
    }

    // From [N, T, heads * headWidth] to [N, heads, T, headWidth].
    private Tensor Heads(Tensor x) => x.view(x.shape[0], x.shape[1], -1, headWidth).transpose(1, 2);
}
